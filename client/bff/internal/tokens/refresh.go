package tokens

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

const (
	workTimeout  = 15 * time.Second // for the lock and for the response to the refresh
	storeTimeout = 30 * time.Second // for storing new tokens while Redis cannot be reached
	storePause   = 100 * time.Millisecond
)

// The outcomes of a refresh, for metrics.
const (
	outcomeRenewed = "renewed" // the new tokens are stored
	outcomeKept    = "kept"    // no answer, or an unusable one: the session is as it was
	outcomeEnded   = "ended"   // the session has ended: invalid_grant, or tokens of another user
	outcomeLost    = "lost"    // the new tokens could not be stored: the session will end
)

// NewCounter counts refreshes by outcome.
func NewCounter() *core.Counter {
	return core.NewCounter(outcomeRenewed, outcomeKept, outcomeEnded, outcomeLost)
}

// refreshUnderLock is one refresh for all requests that wait for it, so it outlives the first of
// them. Other replicas may be doing the same: only the holder of the lock refreshes.
func (k *Keeper) refreshUnderLock(ctx context.Context, s core.Session) (core.Session, error) {
	k.running.begin()
	defer k.running.end()
	ctx, end := k.Server.Announce(context.WithoutCancel(ctx), s) // while this waits, nobody waits for the lock
	defer end()
	ctx, cancel := context.WithTimeout(ctx, workTimeout)
	defer cancel()
	next := s
	err := k.Locks.WithLock(ctx, s.ID, func(held context.Context) error {
		current, err := k.Sessions.LoadSession(held, s.ID)
		switch {
		case errors.Is(err, core.ErrNotFound):
			return core.ErrSessionEnded
		case err != nil:
			return err
		case current.Version != s.Version: // another replica has refreshed
			next = current
			return nil
		}
		next, err = k.refresh(held, current)
		return err
	})
	if errors.Is(err, core.ErrSuperseded) || errors.Is(err, context.DeadlineExceeded) { // the lock could not be had
		err = Unavailable(err)
	}
	return next, err
}

// refresh requests new tokens (RFC 6749 §6) and stores them. held is cancelled when the lock is
// lost: then no new step begins, but a refresh that was sent is finished, so that its tokens are
// not lost.
func (k *Keeper) refresh(held context.Context, s core.Session) (core.Session, error) {
	leave, err := k.enter(held, s)
	if err != nil {
		k.Refreshes.Add(outcomeKept)
		return s, Unavailable(err)
	}
	ctx := context.WithoutCancel(held)
	tokens, err := k.Server.Refresh(ctx, s)
	answered := !errors.Is(err, core.ErrServerAway)
	leave(k.Now(), answered)
	k.lost.note(versionOf(s), k.Now(), answered)
	var refused *oauth.Error
	switch {
	case err == nil:
		return k.store(ctx, s, tokens)
	case errors.Is(err, core.ErrGrantEnded):
		return s, k.end(ctx, s, "the authorization server refused the refresh token")
	case errors.As(err, &refused) && refused.CheckID() != "" && refused.Code == oauth.AccessDenied:
		return s, errors.Join(k.refuse(ctx, s, tokens, refused.CheckID()), err)
	case answered:
		k.Log.ErrorContext(ctx, "refresh failed", "cause", err)
	}
	k.Refreshes.Add(outcomeKept)
	return s, Unavailable(err)
}

// enter waits until the circuit allows a refresh. A retry after a lost response does not wait: the
// server accepts the previous refresh token for a short time only.
func (k *Keeper) enter(held context.Context, s core.Session) (func(time.Time, bool), error) {
	if err := held.Err(); err != nil { // the lock is lost: another process may be refreshing
		return nil, err
	}
	circuit := k.circuits.of(s.User.Issuer)
	if k.lost.mayRetry(versionOf(s), k.Now()) {
		return circuit.note, nil
	}
	return circuit.enter(held, k.Now())
}

// store stores the new tokens before they are used. The old refresh token is used up, so the
// session would end if the new one were lost: store repeats until Redis answers. Requests do not
// wait that long (see renew), and no other refresh of this session begins here meanwhile.
func (k *Keeper) store(ctx context.Context, s core.Session, tokens core.TokenSet) (core.Session, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	s.Tokens = tokens
	for {
		next, err := k.Sessions.ReplaceSession(ctx, s)
		switch {
		case err == nil:
			k.Refreshes.Add(outcomeRenewed)
			return next, nil
		case errors.Is(err, core.ErrSuperseded): // by another replica, or by an attempt whose answer was lost
			return k.Sessions.LoadSession(ctx, s.ID)
		case errors.Is(err, core.ErrNotFound): // the user signed out meanwhile: the tokens are not needed
			k.revoke(ctx, s)
			return s, core.ErrSessionEnded
		}
		select {
		case <-time.After(storePause):
		case <-ctx.Done():
			k.Refreshes.Add(outcomeLost)
			k.Log.ErrorContext(ctx, "new tokens not stored: the store stayed away", "session", s, "cause", err)
			return s, err
		}
	}
}

// refuse ends a session whose refreshed tokens failed a check, for example because they are those
// of another user (OIDC Core §12.2), and revokes these tokens.
func (k *Keeper) refuse(ctx context.Context, s core.Session, tokens core.TokenSet, check string) error {
	err := k.end(ctx, s, "the refreshed tokens failed "+check)
	s.Tokens = tokens
	k.revoke(ctx, s)
	return err
}

func (k *Keeper) end(ctx context.Context, s core.Session, why string) error {
	k.Refreshes.Add(outcomeEnded)
	k.Log.InfoContext(ctx, "session ended", "why", why, "session", s)
	if err := k.Sessions.DeleteSession(ctx, s.ID); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s", core.ErrSessionEnded, why)
}

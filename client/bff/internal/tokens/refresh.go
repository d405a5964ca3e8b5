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
	workTimeout  = 15 * time.Second // until the refresh is sent and answered, lock included
	storeTimeout = 30 * time.Second // for a store that is away when the answer comes
)

// work is one refresh, for all who wait for it: it outlives the first of them.
func (k *Keeper) work(ctx context.Context, s core.Session) (core.Session, error) {
	k.underway.begin()
	defer k.underway.end()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), workTimeout)
	defer cancel()
	next := s
	err := k.Locks.WithLock(ctx, s.ID, func(held context.Context) error {
		current, err := k.Sessions.LoadSession(held, s.ID)
		switch {
		case errors.Is(err, core.ErrNotFound):
			return core.ErrSessionEnded
		case err != nil:
			return err
		case current.Version != s.Version: // another replica was faster
			next = current
			return nil
		}
		next, err = k.refresh(held, current)
		return err
	})
	if errors.Is(err, core.ErrSuperseded) || errors.Is(err, context.DeadlineExceeded) { // the lock was not to be had
		err = Unavailable(err)
	}
	return next, err
}

// refresh requests a new token set. held is cancelled when the lock is lost: then no new
// step begins, but a refresh that was sent is finished, so that its tokens are not lost.
func (k *Keeper) refresh(held context.Context, s core.Session) (core.Session, error) {
	leave, err := k.enter(held, s)
	if err != nil {
		k.Refreshes.Add(kept)
		return s, Unavailable(err)
	}
	ctx := context.WithoutCancel(held)
	tokens, err := k.Server.Refresh(ctx, s)
	away := errors.Is(err, core.ErrServerAway)
	leave(k.Now(), !away)
	k.unsettled.note(versionOf(s), k.Now(), !away)
	var refused *oauth.Error
	switch {
	case err == nil:
		return k.store(ctx, s, tokens)
	case errors.Is(err, core.ErrGrantEnded):
		return s, k.end(ctx, s, "the authorization server refused the refresh token")
	case errors.As(err, &refused) && refused.CheckID() != "" && refused.Code == oauth.AccessDenied:
		return s, errors.Join(k.refuse(ctx, s, tokens, refused.CheckID()), err)
	case !away:
		k.Log.ErrorContext(ctx, "refresh failed", "cause", err)
	}
	k.Refreshes.Add(kept)
	return s, Unavailable(err)
}

// enter waits for a turn at the circuit. The repetition of a refresh whose answer was lost
// does not wait, because the server forgives it for a short time only.
func (k *Keeper) enter(held context.Context, s core.Session) (func(time.Time, bool), error) {
	if err := held.Err(); err != nil { // the lock is lost: another process may be refreshing
		return nil, err
	}
	circuit := k.circuits.of(s.User.Issuer)
	if k.unsettled.mayGo(versionOf(s), k.Now()) {
		return circuit.note, nil
	}
	return circuit.enter(held, k.Now())
}

// refuse ends a session whose refreshed tokens failed a check, for example because they
// are those of another user (OIDC Core §12.2), and revokes these tokens.
func (k *Keeper) refuse(ctx context.Context, s core.Session, tokens core.TokenSet, check string) error {
	err := k.end(ctx, s, "the refreshed tokens failed "+check)
	s.Tokens = tokens
	k.revoke(ctx, s)
	return err
}

func (k *Keeper) end(ctx context.Context, s core.Session, why string) error {
	k.Refreshes.Add(ended)
	k.Log.InfoContext(ctx, "session ended", "why", why, "session", s)
	if err := k.Sessions.DeleteSession(ctx, s.ID); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s", core.ErrSessionEnded, why)
}

package tokens

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

// Sessions is what the keeper needs of the store.
type Sessions interface {
	LoadSession(ctx context.Context, id string) (core.Session, error)
	// ReplaceSession stores the session if it has the version that was read.
	ReplaceSession(ctx context.Context, s core.Session) (core.Session, error)
	DeleteSession(ctx context.Context, id string) error
}

// Locks lets one process at a time work on a session.
type Locks interface {
	WithLock(ctx context.Context, id string, work func(context.Context) error) error
}

// Server is the authorization server.
type Server interface {
	Refresh(ctx context.Context, s core.Session) (core.TokenSet, error)
	Revoke(ctx context.Context, refreshToken string) error
}

// Keeper keeps the tokens of sessions usable.
type Keeper struct {
	Sessions Sessions
	Locks    Locks
	Server   Server
	Margin   time.Duration // refresh when less than this is left
	Now      func() time.Time
	Log      *slog.Logger

	flight singleflight.Group
	rest   atomic.Int64 // until then (Unix ms) the server is not asked again
}

const (
	workTimeout = 15 * time.Second // for all of one refresh, lock included
	restTime    = 2 * time.Second  // after a server that did not answer
)

// Fresh returns the session with an access token that lives for the margin at
// least, or, while the server is away, for as long as it still does.
func (k *Keeper) Fresh(ctx context.Context, s core.Session) (core.Session, error) {
	if s.Tokens.GoodFor(k.Margin, k.Now()) {
		return s, nil
	}
	next, err := k.Renew(ctx, s)
	if err != nil && !errors.Is(err, core.ErrSessionEnded) && s.Tokens.GoodFor(0, k.Now()) {
		return s, nil // it will do for this call
	}
	return next, err
}

// Renew replaces the token set, unless somebody already did since s was read.
func (k *Keeper) Renew(ctx context.Context, s core.Session) (core.Session, error) {
	if s.Tokens.RefreshToken == "" {
		if s.Tokens.GoodFor(0, k.Now()) {
			return s, nil
		}
		return s, k.end(ctx, s, "no refresh token")
	}
	key := oauth.Hash(s.ID) + strconv.FormatInt(s.Version, 10)
	answer := k.flight.DoChan(key, func() (any, error) {
		// The refresh is for all who wait: it must outlive the first of them.
		work, cancel := context.WithTimeout(context.WithoutCancel(ctx), workTimeout)
		defer cancel()
		return k.renewLocked(work, s)
	})
	select {
	case <-ctx.Done():
		return s, ctx.Err()
	case r := <-answer:
		next, _ := r.Val.(core.Session)
		return next, r.Err
	}
}

func (k *Keeper) renewLocked(ctx context.Context, s core.Session) (core.Session, error) {
	next := s
	err := k.Locks.WithLock(ctx, s.ID, func(ctx context.Context) error {
		current, err := k.Sessions.LoadSession(ctx, s.ID)
		switch {
		case errors.Is(err, core.ErrNotFound):
			return core.ErrSessionEnded
		case err != nil:
			return err
		case current.Version != s.Version: // another replica was faster
			next = current
			return nil
		}
		next, err = k.refresh(ctx, current)
		return err
	})
	return next, err
}

func (k *Keeper) refresh(ctx context.Context, s core.Session) (core.Session, error) {
	if k.resting() {
		return s, Unavailable(core.ErrServerAway)
	}
	tokens, err := k.Server.Refresh(ctx, s)
	var refused *oauth.Error
	switch {
	case errors.Is(err, core.ErrGrantEnded):
		return s, k.end(ctx, s, "the authorization server refused the refresh token")
	case errors.Is(err, core.ErrServerAway):
		k.rest.Store(k.Now().Add(restTime).UnixMilli())
		return s, Unavailable(err)
	case errors.As(err, &refused) && refused.CheckID() != "" && refused.Code == oauth.AccessDenied:
		return s, errors.Join(k.end(ctx, s, "the refreshed tokens failed "+refused.CheckID()), err)
	case err != nil:
		k.Log.ErrorContext(ctx, "refresh failed", "cause", err)
		return s, Unavailable(err)
	}
	return k.store(ctx, s, tokens)
}

// store keeps the new tokens before anybody uses them. One more try: the old
// refresh token is spent, and losing the new one ends the session.
func (k *Keeper) store(ctx context.Context, s core.Session, tokens core.TokenSet) (core.Session, error) {
	s.Tokens = tokens
	next, err := k.Sessions.ReplaceSession(ctx, s)
	if err != nil && !errors.Is(err, core.ErrNotFound) && !errors.Is(err, core.ErrSuperseded) {
		next, err = k.Sessions.ReplaceSession(ctx, s)
	}
	switch {
	case err == nil:
		return next, nil
	case errors.Is(err, core.ErrSuperseded):
		return k.Sessions.LoadSession(ctx, s.ID)
	case errors.Is(err, core.ErrNotFound): // signed out meanwhile: nobody will use them
		k.revoke(ctx, tokens.RefreshToken)
		return s, core.ErrSessionEnded
	default:
		return s, err
	}
}

func (k *Keeper) resting() bool { return k.Now().UnixMilli() < k.rest.Load() }

func (k *Keeper) end(ctx context.Context, s core.Session, why string) error {
	k.Log.InfoContext(ctx, "session ended", "why", why, "session", s)
	if err := k.Sessions.DeleteSession(ctx, s.ID); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s", core.ErrSessionEnded, why)
}

// Unavailable tells the browser to come back: its session is kept.
func Unavailable(cause error) error {
	return oauth.TemporarilyUnavailable.With("the authorization server does not answer; the session is kept").
		After(restTime).Because(cause)
}

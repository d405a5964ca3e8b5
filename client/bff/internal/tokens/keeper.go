package tokens

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"golang.org/x/sync/singleflight"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// Sessions is what the keeper needs of the store.
type Sessions interface {
	LoadSession(ctx context.Context, id string) (core.Session, error)
	// ReplaceSession stores the session if it has the version that was read.
	ReplaceSession(ctx context.Context, s core.Session) (core.Session, error)
	DeleteSession(ctx context.Context, id string) error
}

// Locks lets one process at a time work on a session. The context of work ends
// if the lock is lost; core.ErrSuperseded means that it could not be had in time.
type Locks interface {
	WithLock(ctx context.Context, id string, work func(context.Context) error) error
}

// Server is the authorization server. It bounds the time of its calls.
type Server interface {
	// Refresh returns the new tokens also with an error, if they were issued and then
	// refused by a check.
	Refresh(ctx context.Context, s core.Session) (core.TokenSet, error)
	Revoke(ctx context.Context, s core.Session) error
}

// Keeper keeps the tokens of sessions usable.
type Keeper struct {
	Sessions Sessions
	Locks    Locks
	Server   Server
	Margin   time.Duration // refresh when less than this is left
	Now      func() time.Time
	Log      *slog.Logger
	// Refreshes counts them by outcome; nil: nothing is counted.
	Refreshes *core.Counter

	flight    singleflight.Group
	underway  underway
	unsettled unsettled
	circuits  circuits
}

const (
	patience = 3 * time.Second // of a caller who needs a new token
	brief    = time.Second     // of one whose token still lives
)

// Fresh returns the session with an access token that lives for the margin at
// least, or, if there is none to be had within a second, for as long as it still
// does.
func (k *Keeper) Fresh(ctx context.Context, s core.Session) (core.Session, error) {
	switch now := k.Now(); {
	case s.Tokens.GoodFor(k.Margin, now):
		return s, nil
	case !s.Tokens.GoodFor(0, now):
		return k.Renew(ctx, s)
	}
	next, err := k.renew(ctx, s, brief)
	if err != nil && !errors.Is(err, core.ErrSessionEnded) {
		return s, nil // it will do for this call
	}
	return next, err
}

// Renew replaces the token set, unless somebody already did since s was read. It
// gives up after three seconds: the work goes on, and the next call finds it done.
func (k *Keeper) Renew(ctx context.Context, s core.Session) (core.Session, error) {
	return k.renew(ctx, s, patience)
}

func (k *Keeper) renew(ctx context.Context, s core.Session, patience time.Duration) (core.Session, error) {
	if s.Tokens.RefreshToken == "" {
		if s.Tokens.GoodFor(0, k.Now()) {
			return s, nil
		}
		return s, k.end(ctx, s, "no refresh token")
	}
	answer := k.flight.DoChan(versionOf(s), func() (any, error) { return k.work(ctx, s) })
	enough := time.NewTimer(patience)
	defer enough.Stop()
	select {
	case <-ctx.Done():
		return s, ctx.Err()
	case <-enough.C:
		return s, Unavailable(errSlow)
	case r := <-answer:
		next, _ := r.Val.(core.Session)
		return next, r.Err
	}
}

// versionOf names a session as it was read.
func versionOf(s core.Session) string { return oauth.Hash(s.ID) + strconv.FormatInt(s.Version, 10) }

var errSlow = errors.New("the refresh takes long")

// Wait returns when no refresh is under way, or when ctx ends: a token set that
// is on its way should be stored before the process ends.
func (k *Keeper) Wait(ctx context.Context) {
	select {
	case <-k.underway.none():
	case <-ctx.Done():
	}
}

// Unavailable tells the browser to come back: its session is kept.
func Unavailable(cause error) error {
	return oauth.TemporarilyUnavailable.With("the authorization server does not answer; the session is kept").
		After(restTime).Because(cause)
}

package tokens

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// Sessions are the methods of the store that the keeper needs.
type Sessions interface {
	LoadSession(ctx context.Context, id string) (core.Session, error)
	// ReplaceSession stores the session if it still has the version that was read.
	ReplaceSession(ctx context.Context, s core.Session) (core.Session, error)
	DeleteSession(ctx context.Context, id string) error
}

// Locks lets one process at a time work on a session. The context of work ends if the lock is lost;
// core.ErrSuperseded means that the lock was not free in time.
type Locks interface {
	WithLock(ctx context.Context, id string, work func(context.Context) error) error
}

// Server is the authorization server. It limits the time of its calls.
type Server interface {
	// Announce returns when step mode has released the request that Refresh will send. Call it before
	// the lock is taken, call Refresh with the context that it returns, and end after that.
	Announce(ctx context.Context, s core.Session) (announced context.Context, end func())
	// Refresh returns the new tokens also with an error, if they were issued and then refused by
	// a check.
	Refresh(ctx context.Context, s core.Session) (core.TokenSet, error)
	Revoke(ctx context.Context, s core.Session) error
}

// Keeper keeps the tokens of sessions usable.
type Keeper struct {
	Sessions  Sessions
	Locks     Locks
	Server    Server
	Margin    time.Duration // refresh when less than this is left
	Now       func() time.Time
	Log       *slog.Logger
	Refreshes *core.Counter // counts them by outcome; nil: nothing is counted

	flight   singleflight.Group
	running  running
	lost     lostAnswers
	circuits circuits
}

const (
	waitForToken = 3 * time.Second // maximum wait of a request that needs a new access token
	waitIfValid  = time.Second     // maximum wait of a request whose access token is still valid
)

// Fresh returns the session with an access token that is valid for at least the margin. If the
// refresh takes longer than a second, it returns the current token while that is still valid.
func (k *Keeper) Fresh(ctx context.Context, s core.Session) (core.Session, error) {
	switch now := k.Now(); {
	case s.Tokens.GoodFor(k.Margin, now):
		return s, nil
	case !s.Tokens.GoodFor(0, now):
		return k.Renew(ctx, s)
	}
	next, err := k.renew(ctx, s, waitIfValid)
	if err != nil && !errors.Is(err, core.ErrSessionEnded) {
		return s, nil
	}
	return next, err
}

// Renew replaces the tokens, unless another request did so since s was read. It waits three seconds
// at most; the refresh continues, and the next call finds its result.
func (k *Keeper) Renew(ctx context.Context, s core.Session) (core.Session, error) {
	return k.renew(ctx, s, waitForToken)
}

// renew waits for the refresh of this session in this process, and begins one if there is none.
func (k *Keeper) renew(ctx context.Context, s core.Session, wait time.Duration) (core.Session, error) {
	if s.Tokens.RefreshToken == "" {
		if s.Tokens.GoodFor(0, k.Now()) {
			return s, nil
		}
		return s, k.end(ctx, s, "no refresh token")
	}
	answer := k.flight.DoChan(versionOf(s), func() (any, error) { return k.refreshUnderLock(ctx, s) })
	timeout := time.NewTimer(patience.Wait(ctx, wait)) // the request for new tokens may be held
	defer timeout.Stop()
	select {
	case <-ctx.Done():
		return s, ctx.Err()
	case <-timeout.C:
		return s, Unavailable(errSlow)
	case r := <-answer:
		next, _ := r.Val.(core.Session)
		return next, r.Err
	}
}

// versionOf identifies a session and the version that was read.
func versionOf(s core.Session) string { return oauth.Hash(s.ID) + " " + s.Version }

var errSlow = errors.New("the refresh takes long")

// Unavailable tells the browser to try again later: its session is kept.
func Unavailable(cause error) error {
	return oauth.TemporarilyUnavailable.With("the authorization server does not answer; the session is kept").
		After(restTime).Because(cause)
}

// Wait returns when no refresh is running, or when ctx ends. The tokens of a refresh that was sent
// should be stored before the process ends.
func (k *Keeper) Wait(ctx context.Context) {
	select {
	case <-k.running.none():
	case <-ctx.Done():
	}
}

// running counts the refreshes in progress. Unlike a sync.WaitGroup it allows new ones during a call
// of Wait.
type running struct {
	mu   sync.Mutex
	n    int
	idle chan struct{} // closed when n becomes 0
}

func (r *running) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n++; r.n == 1 {
		r.idle = make(chan struct{})
	}
}

func (r *running) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n--; r.n == 0 {
		close(r.idle)
	}
}

// none is closed when no refresh runs.
func (r *running) none() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n == 0 {
		closed := make(chan struct{})
		close(closed)
		return closed
	}
	return r.idle
}

package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

// Store is what the client asks of its store.
type Store interface {
	SaveLogin(ctx context.Context, state, binding string, p core.PendingLogin) error
	RedeemLogin(ctx context.Context, state, binding string) (core.PendingLogin, error)
	CreateSession(ctx context.Context, s core.Session) error
	LoadSession(ctx context.Context, id string) (core.Session, error)
	ReplaceSession(ctx context.Context, s core.Session) (core.Session, error)
	DeleteSession(ctx context.Context, id string) error
}

// Clock is a clock that tests move.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock starts a clock at a fixed time.
func NewClock() *Clock { return &Clock{t: time.Unix(1_800_000_000, 0)} }

// Now reads the clock.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

// Move moves it.
func (c *Clock) Move(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// Idle is the idle limit with which the store under test must be made.
const Idle = 30 * time.Minute

// Run holds the store to its promise.
func Run(t *testing.T, open func(*testing.T, *Clock) Store) {
	for name, promise := range map[string]func(*testing.T, Store, *Clock){
		"login is handed out once":                           loginOnce,
		"login needs the browser's binding":                  loginBinding,
		"50 redemptions of one login, one wins":              loginRace,
		"session comes back as it was stored":                sessionRoundTrip,
		"L-05 unknown session id is not adopted":             sessionUnknown,
		"L-21 session ends when idle":                        sessionIdle,
		"L-21 session ends at its absolute limit":            sessionAbsolute,
		"L-21 use keeps an idle session alive":               sessionTouched,
		"sessions are independent":                           sessionsIndependent,
		"deleted session is gone":                            sessionDeleted,
		"new tokens are stored only over what was read":      sessionReplace,
		"50 replacements of one version, one wins":           sessionReplaceRace,
		"replacing a deleted session does not bring it back": sessionReplaceDeleted,
	} {
		t.Run(name, func(t *testing.T) {
			clock := NewClock()
			promise(t, open(t, clock), clock)
		})
	}
}

func newSession(clock *Clock) core.Session {
	now := clock.Now()
	return core.Session{
		ID:   oauth.NewSecret(),
		User: core.User{Issuer: "http://issuer.example", Subject: "alice", Name: "Alice"},
		Tokens: core.TokenSet{
			AccessToken: oauth.NewSecret(), RefreshToken: oauth.NewSecret(), IDToken: "id",
			Scope: oauth.Scope{"openid"}, Expires: now.Add(5 * time.Minute).UTC(),
		},
		Created: now.UTC(), Ends: now.Add(8 * time.Hour).UTC(),
	}
}

// race runs f 50 times at once and counts the calls that return nil.
func race(f func() error) (won int) {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		start = make(chan struct{})
	)
	for range 50 {
		wg.Go(func() {
			<-start
			if f() == nil {
				mu.Lock()
				defer mu.Unlock()
				won++
			}
		})
	}
	close(start)
	wg.Wait()
	return won
}

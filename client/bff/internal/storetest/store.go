package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// Store has all methods of the client's store.
type Store interface {
	SaveLogin(ctx context.Context, state, binding string, p core.PendingLogin) error
	RedeemLogin(ctx context.Context, state, binding string) (core.PendingLogin, error)
	SaveHandover(ctx context.Context, code string, o core.Handover) error
	RedeemHandover(ctx context.Context, code, challenge string) (core.Handover, error)
	ReplaceBrowserSession(ctx context.Context, browser string, s core.Session) (before string, err error)
	Logouts(ctx context.Context, issuer string) (int64, error)
	CreateSession(ctx context.Context, s core.Session) error
	LoadSession(ctx context.Context, id string) (core.Session, error)
	ReplaceSession(ctx context.Context, s core.Session) (core.Session, error)
	DeleteSession(ctx context.Context, id string) error
	SaveStepUp(ctx context.Context, id string, up core.StepUp) error
	LoadStepUp(ctx context.Context, id string) (core.StepUp, error)
	TakeSession(ctx context.Context, handle string) (core.Session, error)
	ListSessions(ctx context.Context, g core.Group) ([]core.Session, error)
	HeldSessions(ctx context.Context, limit int) ([]core.Session, bool, error)
	HeldLogins(ctx context.Context, limit int) ([]core.PendingLogin, bool, error)
	Handles(ctx context.Context, g core.Group) ([]string, error)
	EndSessions(ctx context.Context, token core.LogoutToken, remember time.Duration) ([]string, error)
	LogoutTokenUsed(ctx context.Context, t core.LogoutToken) (bool, error)
	UseLogoutToken(ctx context.Context, t core.LogoutToken, until time.Time) (bool, error)
}

// Clock is a clock that only the test moves. It moves the clock of the embedded Redis too.
type Clock struct {
	// Redis sets the clock of the embedded Redis. It is nil for a real Redis, whose keys do not
	// expire when the test moves the clock.
	Redis func(time.Time)

	mu sync.Mutex
	t  time.Time
}

// NewClock starts a clock at a fixed time.
func NewClock() *Clock { return &Clock{t: time.Unix(1_800_000_000, 0)} }

// Now reads the clock.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

// Move moves it.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	if c.Redis != nil {
		c.Redis(c.t)
	}
}

// Idle is the idle limit with which the store under test must be made.
const Idle = 30 * time.Minute

// Run runs all tests.
func Run(t *testing.T, open func(*testing.T, *Clock) Store) {
	for name, promise := range map[string]func(*testing.T, Store, *Clock){
		"login is handed out once":                           loginOnce,
		"login needs the browser's binding":                  loginBinding,
		"50 redemptions of one login, one wins":              loginRace,
		"hand-over is given out once":                        handoverOnce,
		"hand-over needs its verifier":                       handoverVerifier,
		"50 sessions of one browser, each but one replaced":  browserRace,
		"sessions of two browsers replace nothing":           browsers,
		"50 redemptions of one hand-over, one wins":          handoverRace,
		"session of an app is not found as one of a browser": sessionKinds,
		"step-up comes back as it was stored":                stepUp,
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
		"L-21 use is noted once a minute":                    sessionTouchedOnceAMinute,
		"50 takers of one session, one gets it":              sessionTakeRace,
		"a list has the sessions of its group":               groupListed,
		"a list is no use":                                   groupListIsNoUse,
		"the list of all sessions is no use":                 heldSessions,
		"the list of all logins has those that wait":         heldLogins,
		"what is over leaves the list":                       groupForgets,
		"K-09 50 sign-ins and the end of their group":        groupEndRace,
		"K-09 a logout ends the sessions that it means":      logoutMeans,
		"K-09 a logout stops the sign-ins that began before": logoutStops,
		"a session in use stays with its groups":             sessionInUse,
		"replicas with other clocks end nothing":             clocksDiffer,
		"K-09 50 uses of one logout token, one is the first": logoutTokenRace,
		"K-09 a used logout token is known until it expires": logoutTokenUsed,
	} {
		t.Run(name, func(t *testing.T) {
			clock := NewClock()
			promise(t, open(t, clock), clock)
		})
	}
}

const issuer = "http://issuer.example"

func newSession(clock *Clock) core.Session {
	now := clock.Now()
	return core.Session{
		ID:   oauth.NewSecret(),
		User: core.User{Issuer: issuer, Subject: "alice", Name: "Alice", SID: "op-session"}, Browser: "Firefox on Linux",
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

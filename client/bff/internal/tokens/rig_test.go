package tokens_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/redisstore"
	"quartet.example/client/bff/internal/tokens"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/seal"
)

// server is an authorization server that forgives: a refresh token that comes
// again gets the same successor.
type server struct {
	answer func(ctx context.Context, s core.Session) error // before the answer; may take its time

	announce func(ctx context.Context, s core.Session) (context.Context, func()) // nil: returns at once

	mu      sync.Mutex
	shown   []string
	revoked []string
	now     int // refreshes under way
	most    int
}

func (s *server) Announce(ctx context.Context, session core.Session) (context.Context, func()) {
	if s.announce == nil {
		return ctx, func() {}
	}
	return s.announce(ctx, session)
}

func (s *server) Refresh(ctx context.Context, session core.Session) (core.TokenSet, error) {
	s.mu.Lock()
	old := session.Tokens.RefreshToken
	s.shown = append(s.shown, old)
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	err := s.answer(ctx, session)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now--
	if err != nil {
		return core.TokenSet{}, err
	}
	return core.TokenSet{AccessToken: "access after " + old, RefreshToken: "next after " + old}, nil
}

func (s *server) Revoke(_ context.Context, session core.Session) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = append(s.revoked, session.Tokens.RefreshToken)
	return nil
}

func (s *server) asked() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.shown) }

func (s *server) become(answer func(context.Context, core.Session) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func answers(context.Context, core.Session) error { return nil }

func away(context.Context, core.Session) error { return fmt.Errorf("%w: a test", core.ErrServerAway) }

// hangs is a server that takes a connection and says nothing, to a caller who
// waits five seconds.
func hangs(ctx context.Context, s core.Session) error {
	time.Sleep(5 * time.Second)
	return away(ctx, s)
}

// takes is a slow server.
func takes(d time.Duration) func(context.Context, core.Session) error {
	return func(context.Context, core.Session) error { time.Sleep(d); return nil }
}

// replica is one keeper with its store.
type replica struct {
	*tokens.Keeper
	store *redisstore.Store
}

func newReplica(t *testing.T, rdb redis.UniversalClient, s *server, now func() time.Time) *replica {
	t.Helper()
	store := redisstore.New(rdb, seal.WithKey(seal.KeyFrom("key")), time.Hour, now)
	return &replica{store: store, Keeper: &tokens.Keeper{
		Sessions: store, Locks: store.NewLocks(), Server: s, Margin: 30 * time.Second, Now: now,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}}
}

// session is a new one whose access token lives for so long.
func (r *replica) session(t *testing.T, life time.Duration) core.Session {
	t.Helper()
	now := r.Now()
	s := core.Session{
		ID: oauth.NewSecret(), User: core.User{Issuer: "http://issuer.example", Subject: "alice"}, Created: now, Ends: now.Add(24 * time.Hour),
		Tokens: core.TokenSet{AccessToken: "first", RefreshToken: oauth.NewSecret(), Obtained: now.Add(-5 * time.Minute), Expires: now.Add(life)},
	}
	if err := r.store.CreateSession(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return r.load(t, s.ID)
}

func (r *replica) load(t *testing.T, id string) core.Session {
	t.Helper()
	s, err := r.store.LoadSession(t.Context(), id)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return s
}

// inTime runs a test whose time is its own: seconds pass at once.
func inTime(t *testing.T, test func(t *testing.T, rdb redis.UniversalClient)) {
	t.Helper()
	if os.Getenv("REDIS_URL") != "" {
		t.Skip("a real Redis has its own time")
	}
	synctest.Test(t, func(t *testing.T) { test(t, redistest.New(t)) })
}

func lockOf(s core.Session) string { return "client:refresh:{" + oauth.Hash(s.ID) + "}" }

func wantUnavailable(t *testing.T, err error) {
	t.Helper()
	var known *oauth.Error
	if e, ok := err.(*oauth.Error); ok {
		known = e
	}
	if known == nil || known.Code != oauth.TemporarilyUnavailable || known.RetryAfter == 0 {
		t.Errorf("got %v, want %s with a time to come back", err, oauth.TemporarilyUnavailable)
	}
}

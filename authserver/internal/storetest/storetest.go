package storetest

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

// Run calls test with an empty store and the clock of the store. Call it once in each subtest that
// must not see the records of others.
func Run(t *testing.T, test func(t *testing.T, store *redisstore.Store, clock *Clock)) {
	t.Helper()
	store, clock := New(t)
	test(t, store, clock)
}

// New returns an empty store, and the clock of the store and its Redis.
func New(t testing.TB) (*redisstore.Store, *Clock) {
	t.Helper()
	rdb, clock := Redis(t)
	return redisstore.New(rdb, clock.Now), clock
}

// Use signs the user in, and returns the session for a code that is issued in it.
func Use(t testing.TB, store *redisstore.Store, clock *Clock, sub string) core.SessionUse {
	t.Helper()
	use := core.SessionUse{Handle: core.NewHandle(sub), IdleUntil: clock.Now().Add(time.Hour)}
	err := store.SaveSession(t.Context(), use.Handle, core.Session{
		ID: oauth.NewSecret(), Subject: sub, AuthTime: clock.Now(), CreatedAt: clock.Now(), IdleUntil: use.IdleUntil, ExpiresAt: clock.Now().Add(12 * time.Hour),
	})
	if err != nil {
		t.Fatalf("save session: %v", err)
	}
	return use
}

// Redis returns an empty Redis and its clock, for tests that read Redis directly or use several
// stores.
func Redis(t testing.TB) (redis.UniversalClient, *Clock) {
	t.Helper()
	rdb := redistest.New(t)
	return rdb, Moving(rdb)
}

// Moving returns a clock that moves this Redis.
func Moving(rdb redis.UniversalClient) *Clock {
	clock := NewClock()
	redisconn.Follow(rdb, clock.Now)
	return clock
}

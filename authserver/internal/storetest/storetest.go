package storetest

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/redisstore"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

// Run calls test with an empty store and the clock that the store goes by.
// Call it once in each subtest that must not see the others' records.
func Run(t *testing.T, test func(t *testing.T, store *redisstore.Store, clock *Clock)) {
	t.Helper()
	store, clock := New(t)
	test(t, store, clock)
}

// New gives an empty store and the one clock that moves it and its Redis.
func New(t testing.TB) (*redisstore.Store, *Clock) {
	t.Helper()
	rdb, clock := Redis(t)
	return redisstore.New(rdb, clock.Now), clock
}

// Redis gives an empty Redis and the clock that moves it, for tests that look into
// Redis or make several stores on it.
func Redis(t testing.TB) (redis.UniversalClient, *Clock) {
	t.Helper()
	rdb := redistest.New(t)
	return rdb, Moving(rdb)
}

// Moving gives the clock that moves a Redis of the test's own.
func Moving(rdb redis.UniversalClient) *Clock {
	clock := NewClock()
	redisconn.Follow(rdb, clock.Now)
	return clock
}

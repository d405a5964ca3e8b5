package storetest

import (
	"testing"

	"quartet.example/authserver/internal/redisstore"
	"quartet.example/shared/redistest"
)

// Run calls test with an empty store and the clock that the store goes by.
// Call it once in each subtest that must not see the others' records.
func Run(t *testing.T, test func(t *testing.T, store *redisstore.Store, clock *Clock)) {
	t.Helper()
	clock := NewClock()
	test(t, redisstore.New(redistest.New(t), clock.Now), clock)
}

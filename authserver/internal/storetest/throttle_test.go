package storetest_test

import (
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

func TestAttempts(t *testing.T) {
	const limit, window = 3, 5 * time.Minute
	count := func(t *testing.T, s *redisstore.Store, username string) time.Duration {
		t.Helper()
		wait, err := s.CountAttempt(t.Context(), username, limit, window)
		if err != nil {
			t.Errorf("count attempt: %v", err)
		}
		return wait
	}
	use := func(t *testing.T, s *redisstore.Store, username string, n int) {
		t.Helper()
		for i := range n {
			if wait := count(t, s, username); wait != 0 {
				t.Fatalf("attempt %d: must wait %s, want none", i+1, wait)
			}
		}
	}
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"M-07 after the limit an account waits, and asking does not make it longer": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			use(t, s, "alice", limit)
			c.Forward(time.Minute)
			for range 3 {
				if got := count(t, s, "alice"); got != 4*time.Minute {
					t.Errorf("got %s, want 4m", got)
				}
			}
			c.Forward(4 * time.Minute)
			use(t, s, "alice", limit)
		},
		"M-07 other accounts do not wait": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			use(t, s, "alice", limit)
			use(t, s, "bob", limit)
		},
		"an account is one, however it is spelt": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			use(t, s, "alice", 1)
			use(t, s, " ALICE", 1)
			use(t, s, "Alice\t", 1)
			if count(t, s, "aLiCe") == 0 {
				t.Error("a fourth spelling passed")
			}
		},
		"the right password starts anew": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			use(t, s, "alice", limit)
			if err := s.ForgetAttempts(t.Context(), "Alice"); err != nil {
				t.Fatal(err)
			}
			use(t, s, "alice", limit)
		},
		"of a burst of 50 the limit passes": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			var passed atomic.Int64
			race(50, func() {
				if count(t, s, "alice") == 0 {
					passed.Add(1)
				}
			})
			if passed.Load() != limit {
				t.Errorf("got %d, want %d", passed.Load(), limit)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

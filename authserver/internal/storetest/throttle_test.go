package storetest_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

func TestAttempts(t *testing.T) {
	const limit, window = 3, 5 * time.Minute
	limits := core.SignInLimits{Origin: limit, Account: 100, Window: window}
	count := func(t *testing.T, s *redisstore.Store, username string) time.Duration {
		t.Helper()
		wait, err := s.CountAttempt(t.Context(), from(username), limits)
		if err != nil {
			t.Errorf("count attempt: %v", err)
		}
		return wait.For
	}
	fail := func(t *testing.T, s *redisstore.Store, username string) {
		t.Helper()
		if err := s.FailAttempt(t.Context(), from(username), window); err != nil {
			t.Errorf("fail attempt: %v", err)
		}
	}
	use := func(t *testing.T, s *redisstore.Store, username string, n int) {
		t.Helper()
		for i := range n {
			if wait := count(t, s, username); wait != 0 {
				t.Fatalf("attempt %d: must wait %s, want none", i+1, wait)
			}
			fail(t, s, username)
		}
	}
	pending := func(t *testing.T, s *redisstore.Store, username string) bool {
		t.Helper()
		_, err := s.CountAttempt(t.Context(), from(username), limits)
		return errors.Is(err, core.ErrAttemptsPending)
	}
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"M-07 after the limit an account is throttled, and further attempts do not extend the wait": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
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
		"all spellings of a username count as one account": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			use(t, s, "alice", 1)
			use(t, s, " ALICE", 1)
			use(t, s, "Alice\t", 1)
			if count(t, s, "aLiCe") == 0 {
				t.Error("a fourth spelling passed")
			}
		},
		"the right password resets the count": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			use(t, s, "alice", limit)
			if err := s.ForgetAttempts(t.Context(), from("Alice")); err != nil {
				t.Fatal(err)
			}
			use(t, s, "alice", limit)
		},
		"of a burst of 50 the limit passes, and the others get ErrAttemptsPending": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			var passed, unclear atomic.Int64
			race(50, func() {
				switch wait, err := s.CountAttempt(t.Context(), from("alice"), limits); {
				case errors.Is(err, core.ErrAttemptsPending):
					unclear.Add(1)
				case err == nil && wait.For == 0:
					passed.Add(1)
				}
			})
			if passed.Load() != limit || unclear.Load() != 50-limit {
				t.Errorf("got %d and %d, want %d and the rest", passed.Load(), unclear.Load(), limit)
			}
		},
		"wrong attempts count, also if another attempt was right meanwhile": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range limit {
				_ = count(t, s, "alice")
			}
			if err := s.ForgetAttempts(t.Context(), from("alice")); err != nil { // one of them had the right password
				t.Fatal(err)
			}
			fail(t, s, "alice")
			fail(t, s, "alice")
			use(t, s, "alice", limit-2)
			if count(t, s, "alice") == 0 {
				t.Error("one more than the limit passed")
			}
		},
		"a refunded attempt does not count": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range limit {
				_ = count(t, s, "alice")
			}
			if !pending(t, s, "alice") {
				t.Error("clear already")
			}
			if err := s.RefundAttempt(t.Context(), from("alice")); err != nil {
				t.Fatal(err)
			}
			use(t, s, "alice", 1)
		},
		"attempts that were never finished expire with the window": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range limit {
				_ = count(t, s, "alice")
			}
			c.Forward(window)
			use(t, s, "alice", limit)
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

// All attempts at an account from many addresses and two replicas share one limit. It does not
// apply to known browsers.
func TestAttemptsAtAnAccountFromManyAddresses(t *testing.T) {
	limits := core.SignInLimits{Origin: 3, Account: 10, Window: 5 * time.Minute}
	rdb, clock := storetest.Redis(t)
	replicas := []*redisstore.Store{redisstore.New(rdb, clock.Now), redisstore.New(rdb, clock.Now)}
	try := func(i int, browser string) core.SignInWait {
		wait, err := replicas[i%2].CountAttempt(t.Context(), core.SignInAttempt{Username: "alice", Address: fmt.Sprintf("192.0.2.%d", i), Browser: browser}, limits)
		if err != nil {
			t.Error(err)
		}
		return wait
	}
	var passed, turn atomic.Int64
	race(50, func() {
		if try(int(turn.Add(1)), "").For == 0 {
			passed.Add(1)
		}
	})
	if passed.Load() != int64(limits.Account) {
		t.Errorf("%d of 50 passed, want %d", passed.Load(), limits.Account)
	}
	if wait := try(60, ""); !wait.Everywhere || wait.For != limits.Window/10 {
		t.Errorf("got %+v, want a tenth of the window, everywhere", wait)
	}
	if wait := try(60, "known"); wait.For != 0 {
		t.Errorf("a known browser: got %+v", wait)
	}
	right := core.SignInAttempt{Username: "alice", Address: "192.0.2.1"}
	if err := replicas[0].ForgetAttempts(t.Context(), right); err != nil {
		t.Fatal(err)
	}
	if wait := try(61, ""); wait.For != 0 {
		t.Errorf("the right password leaves its place to another: got %+v", wait)
	}
}

// from is an attempt from one address with an unknown browser.
func from(username string) core.SignInAttempt {
	return core.SignInAttempt{Username: username, Address: "192.0.2.1"}
}

package storetest_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

func TestSignInsOfAnAddress(t *testing.T) {
	const limit, window = 10, time.Minute
	count := func(t *testing.T, s *redisstore.Store, address string) time.Duration {
		t.Helper()
		wait, err := s.CountAddress(t.Context(), address, limit, window)
		if err != nil {
			t.Errorf("count: %v", err)
		}
		return wait
	}
	passed := func(t *testing.T, s *redisstore.Store, n int, address func(i int) string) int64 {
		t.Helper()
		var passed, i atomic.Int64
		race(n, func() {
			if count(t, s, address(int(i.Add(1)))) == 0 {
				passed.Add(1)
			}
		})
		return passed.Load()
	}
	one := func(int) string { return "192.0.2.1" }
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"M-07 of a burst of 50 the limit passes, then the count decreases evenly": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			if got := passed(t, s, 50, one); got != limit {
				t.Errorf("got %d, want %d", got, limit)
			}
			if got := count(t, s, "192.0.2.1"); got != 6*time.Second {
				t.Errorf("must wait %s, want 6s", got)
			}
			c.Forward(18 * time.Second)
			if got := passed(t, s, 50, one); got != 3 {
				t.Errorf("after 18s: got %d, want 3", got)
			}
		},
		"other addresses do not wait": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			passed(t, s, 50, one)
			if got := count(t, s, "192.0.2.2"); got != 0 {
				t.Errorf("must wait %s", got)
			}
		},
		"M-07 an IPv6 network counts as one address": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			if got := passed(t, s, 50, func(i int) string { return fmt.Sprintf("2001:db8::%x", i) }); got != limit {
				t.Errorf("got %d, want %d", got, limit)
			}
		},
		"a refund reduces the count, never below zero": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			for range 5 {
				if err := s.RefundAddress(t.Context(), "192.0.2.1"); err != nil {
					t.Fatal(err)
				}
			}
			for range 200 {
				if count(t, s, "192.0.2.1") != 0 {
					t.Fatal("a right password counts")
				}
				_ = s.RefundAddress(t.Context(), "192.0.2.1")
			}
			race(50, func() { _ = s.RefundAddress(t.Context(), "192.0.2.1") })
			if got := passed(t, s, 50, one); got != limit {
				t.Errorf("got %d, want %d", got, limit)
			}
		},
		"an unchecked attempt is refunded": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			for range 20 {
				if wait, err := s.CountAttempt(t.Context(), from("alice"), core.SignInLimits{Origin: 3, Account: 100, Window: window}); err != nil || wait.For != 0 {
					t.Fatalf("got %s, %v", wait.For, err)
				}
				if err := s.RefundAttempt(t.Context(), from(" Alice")); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func TestOverridesOfUsers(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
		if all, version, err := s.FindOverrides(t.Context()); err != nil || version != "" || len(all) != 0 {
			t.Fatalf("an empty store: got %v, %q, %v", all, version, err)
		}
		want := core.Override{Disabled: true, PasswordHash: "$argon2id$x", SignInAgain: c.Now()}
		if won, err := s.SaveOverride(t.Context(), "", "version", want); err != nil || !won { // a user may have the subject "version"
			t.Fatalf("got %v, %v", won, err)
		}
		all, version, err := s.FindOverrides(t.Context())
		if err != nil || len(all) != 1 || all["version"] != want {
			t.Errorf("got %v, %v", all, err)
		}
		if got, err := s.OverridesVersion(t.Context()); err != nil || got != version || version == "" {
			t.Errorf("version: got %q, %v, want %q", got, err, version)
		}
		var won atomic.Int64
		race(50, func() {
			if ok, err := s.SaveOverride(t.Context(), version, "alice", core.Override{Deleted: true}); err == nil && ok {
				won.Add(1)
			}
		})
		if won.Load() != 1 {
			t.Errorf("of 50 operators who saw the same %d won, want 1", won.Load())
		}
	})
}

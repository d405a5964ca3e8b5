package storetest_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/redistest"
)

func TestAssertions(t *testing.T) { // RFC 7523 §3
	t.Run("N-28 of 50 uses at two replicas one is the first", func(t *testing.T) {
		rdb, clock := storetest.Redis(t)
		replicas := []*redisstore.Store{redisstore.New(rdb, clock.Now), redisstore.New(rdb, clock.Now)}
		var first, turn atomic.Int64
		race(50, func() {
			is, err := replicas[turn.Add(1)%2].UseAssertion(t.Context(), "service", "jti", clock.Now().Add(time.Minute))
			if err != nil {
				t.Error(err)
			}
			if is {
				first.Add(1)
			}
		})
		if first.Load() != 1 {
			t.Errorf("got %d, want 1", first.Load())
		}
	})
	t.Run("a jti belongs to its client", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for _, whose := range [][2]string{{"a", "b"}, {"b", "a"}, {"a", "a"}} {
				if first, err := s.UseAssertion(t.Context(), whose[0], whose[1], c.Now().Add(time.Minute)); !first || err != nil {
					t.Errorf("%v: got %t, %v", whose, first, err)
				}
			}
		})
	})
	t.Run("O-06 Redis contains neither the client nor the jti, and the record expires", func(t *testing.T) {
		rdb, clock := storetest.Redis(t)
		if _, err := redisstore.New(rdb, clock.Now).UseAssertion(t.Context(), "service", "raw-jti", clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		keys, err := rdb.Keys(t.Context(), "assertion:*").Result()
		if err != nil || len(keys) != 1 {
			t.Fatalf("got %q, %v", keys, err)
		}
		if dump := fmt.Sprint(keys, rdb.Get(t.Context(), keys[0]).Val()); strings.Contains(dump, "raw-jti") || strings.Contains(dump, "service") {
			t.Errorf("got %s", dump)
		}
		if ttl := rdb.PTTL(t.Context(), keys[0]).Val(); ttl <= time.Minute || ttl > 2*time.Minute {
			t.Errorf("got TTL %s, want 2m", ttl)
		}
	})
}

func TestClientFailures(t *testing.T) {
	const limit, window = 3, time.Minute
	count := func(t *testing.T, s *redisstore.Store, whom string) time.Duration {
		t.Helper()
		wait, err := s.CountFailure(t.Context(), whom, limit, window)
		if err != nil {
			t.Errorf("count failure: %v", err)
		}
		return wait
	}
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"after the limit there is a wait, which further failures do not extend": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for i, want := range []time.Duration{0, 0, window, window} {
				if got := count(t, s, "pair"); got != want {
					t.Errorf("failure %d: got %s, want %s", i+1, got, want)
				}
			}
			c.Forward(40 * time.Second)
			if got := count(t, s, "pair"); got != 20*time.Second {
				t.Errorf("got %s, want 20s", got)
			}
			c.Forward(20 * time.Second)
			if got := count(t, s, "pair"); got != 0 {
				t.Errorf("in the next window: got %s, want 0", got)
			}
		},
		"other pairs do not wait": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			for range limit {
				count(t, s, "pair")
			}
			if got := count(t, s, "other"); got != 0 {
				t.Errorf("got %s, want 0", got)
			}
		},
		"of a burst of 50, 2 do not wait": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			var free atomic.Int64
			race(50, func() {
				if count(t, s, "pair") == 0 {
					free.Add(1)
				}
			})
			if free.Load() != limit-1 {
				t.Errorf("got %d, want %d", free.Load(), limit-1)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

// A replica whose clock is ahead must not delete a proof or an assertion while another replica
// still accepts it (RFC 9449 §11.1, RFC 7523 §3).
func TestUsedProofsOutliveClockDifferences(t *testing.T) {
	server, rdb := redistest.Server(t)
	moment := time.Unix(1_800_000_000, 0)
	until := moment.Add(time.Minute)
	replica := func(now time.Time) *redisstore.Store { return redisstore.New(rdb, func() time.Time { return now }) }
	ahead := replica(moment.Add(50 * time.Second))
	if err := ahead.UseProof(t.Context(), "key", "jti", until); err != nil {
		t.Fatal(err)
	}
	if first, err := ahead.UseAssertion(t.Context(), "client", "jti", until); !first || err != nil {
		t.Fatalf("got %v and %v, want the first use", first, err)
	}
	server.FastForward(55 * time.Second)
	other := replica(moment.Add(55 * time.Second))
	if err := other.UseProof(t.Context(), "key", "jti", until); !errors.Is(err, core.ErrProofReplayed) {
		t.Errorf("a proof that is fresh for the other replica: got %v, want it replayed", err)
	}
	if first, err := other.UseAssertion(t.Context(), "client", "jti", until); first || err != nil {
		t.Errorf("an assertion that is good at the other replica: got %v and %v, want a second use", first, err)
	}
}

package storetest_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// A transaction is decided once. The decision and its answer are stored for a minute, for a second
// click on the same button. After that nothing restores them.
func TestSettledTransactions(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock, redis.UniversalClient){
		"a decision and its answer are found as they were stored": func(t *testing.T, s *redisstore.Store, c *storetest.Clock, _ redis.UniversalClient) {
			handle, tx := saveTransaction(t, s, c)
			if got, err := s.DecideTransaction(t.Context(), handle, core.DecisionAllow); err != nil || cmp.Diff(tx, got) != "" {
				t.Errorf("decide: got %v, %v; want %v", got, err, tx)
			}
			wantSettled(t, s, handle, core.Settled{Transaction: tx, Decision: core.DecisionAllow})
			answerTransaction(t, s, handle)
			wantSettled(t, s, handle, core.Settled{Transaction: tx, Decision: core.DecisionAllow, Answer: "sealed"})
		},
		"an undecided transaction is not settled": func(t *testing.T, s *redisstore.Store, c *storetest.Clock, _ redis.UniversalClient) {
			handle, _ := saveTransaction(t, s, c)
			answerTransaction(t, s, handle)
			wantUnsettled(t, s, handle)
		},
		"A-16 a decided transaction cannot be decided, taken, found or updated again": func(t *testing.T, s *redisstore.Store, c *storetest.Clock, _ redis.UniversalClient) {
			handle, tx := saveTransaction(t, s, c)
			decide(t, s, handle)
			_, decided := s.DecideTransaction(t.Context(), handle, core.DecisionDeny)
			_, taken := s.TakeTransaction(t.Context(), handle)
			_, found := s.FindTransaction(t.Context(), handle)
			for what, err := range map[string]error{"decide": decided, "take": taken, "find": found, "update": s.UpdateTransaction(t.Context(), handle, tx)} {
				if !errors.Is(err, core.ErrNotFound) {
					t.Errorf("%s: got %v, want %v", what, err, core.ErrNotFound)
				}
			}
			wantSettled(t, s, handle, core.Settled{Transaction: tx, Decision: core.DecisionAllow}) // the first decision, and not "deny"
		},
		"a taken transaction cannot be decided": func(t *testing.T, s *redisstore.Store, c *storetest.Clock, _ redis.UniversalClient) {
			handle, _ := saveTransaction(t, s, c)
			if _, err := s.TakeTransaction(t.Context(), handle); err != nil {
				t.Fatal(err)
			}
			wantUndecided(t, s, handle)
			wantUnsettled(t, s, handle)
		},
		"an expired transaction cannot be decided, also if the server's clock is ahead of Redis": func(t *testing.T, _ *redisstore.Store, c *storetest.Clock, rdb redis.UniversalClient) {
			s := redisstore.New(rdb, func() time.Time { return c.Now().Add(10 * time.Minute) })
			handle, _ := saveTransaction(t, redisstore.New(rdb, c.Now), c)
			wantUndecided(t, s, handle)
			wantUnsettled(t, s, handle)
		},
		"a decision is stored for a minute, and a late answer does not restore it": func(t *testing.T, s *redisstore.Store, c *storetest.Clock, rdb redis.UniversalClient) {
			handle, _ := saveTransaction(t, s, c)
			decide(t, s, handle)
			wantDecisionToExpire(t, rdb, handle)
			c.Forward(30 * time.Second)
			answerTransaction(t, s, handle) // its TTL does not change
			c.Forward(30 * time.Second)
			wantUnsettled(t, s, handle)
			rdb.Del(t.Context(), settledKey(handle)) // instead of waiting for its TTL, because a test cannot move the clock of a real Redis
			answerTransaction(t, s, handle)
			wantUnsettled(t, s, handle)
			if left := rdb.Exists(t.Context(), settledKey(handle)).Val(); left != 0 {
				t.Error("the answer came back as a key without a decision")
			}
		},
		"of 50 decisions one wins, and that one is stored": func(t *testing.T, s *redisstore.Store, c *storetest.Clock, _ redis.UniversalClient) {
			handle, tx := saveTransaction(t, s, c)
			var mu sync.Mutex
			var won []string
			var turn int
			race(50, func() {
				mu.Lock()
				turn++
				decision := []string{core.DecisionAllow, core.DecisionDeny}[turn%2]
				mu.Unlock()
				if _, err := s.DecideTransaction(t.Context(), handle, decision); err == nil {
					mu.Lock()
					won = append(won, decision)
					mu.Unlock()
				} else if !errors.Is(err, core.ErrNotFound) {
					t.Errorf("a loser: got %v, want %v", err, core.ErrNotFound)
				}
			})
			if len(won) != 1 {
				t.Fatalf("got %d winners, want 1", len(won))
			}
			wantSettled(t, s, handle, core.Settled{Transaction: tx, Decision: won[0]})
		},
	} {
		t.Run(name, func(t *testing.T) {
			rdb, clock := storetest.Redis(t)
			test(t, redisstore.New(rdb, clock.Now), clock, rdb)
		})
	}
}

func settledKey(handle string) string { return "settled:{" + oauth.Hash(handle) + "}" }

func decide(t *testing.T, s *redisstore.Store, handle string) {
	t.Helper()
	if _, err := s.DecideTransaction(t.Context(), handle, core.DecisionAllow); err != nil {
		t.Fatalf("decide: %v", err)
	}
}

func answerTransaction(t *testing.T, s *redisstore.Store, handle string) {
	t.Helper()
	if err := s.AnswerTransaction(t.Context(), handle, "sealed"); err != nil {
		t.Fatalf("answer: %v", err)
	}
}

func wantSettled(t *testing.T, s *redisstore.Store, handle string, want core.Settled) {
	t.Helper()
	if got, err := s.FindSettled(t.Context(), handle); err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("settled: got %v, %v; want %v", got, err, want)
	}
}

func wantUnsettled(t *testing.T, s *redisstore.Store, handle string) {
	t.Helper()
	if got, err := s.FindSettled(t.Context(), handle); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("settled: got %v, %v; want %v", got, err, core.ErrNotFound)
	}
}

func wantUndecided(t *testing.T, s *redisstore.Store, handle string) {
	t.Helper()
	if _, err := s.DecideTransaction(t.Context(), handle, core.DecisionAllow); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("decide: got %v, want %v", err, core.ErrNotFound)
	}
}

func wantDecisionToExpire(t *testing.T, rdb redis.UniversalClient, handle string) {
	t.Helper()
	if ttl := rdb.PTTL(t.Context(), settledKey(handle)).Val(); ttl <= 0 || ttl > time.Minute {
		t.Errorf("the decision has a TTL of %s, want one of a minute at most", ttl)
	}
}

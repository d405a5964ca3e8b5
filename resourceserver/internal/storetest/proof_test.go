package storetest_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/redistest"
)

// Both memories of proofs keep one promise.
func TestProofsHaveOneFirstUse(t *testing.T) { // N-09, RFC 9449 §11.1
	now := func() time.Time { return time.Unix(1_800_000_000, 0) }
	for name, proofs := range map[string]bearer.Replay{
		"Redis":   redisstore.NewProofs(redistest.New(t), now),
		"process": bearer.NewReplayMemory(100, now),
	} {
		t.Run(name, func(t *testing.T) {
			var wins atomic.Int32
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(func() {
					first, err := proofs.Use(t.Context(), "id", now().Add(time.Minute))
					if err != nil {
						t.Error(err)
					}
					if first {
						wins.Add(1)
					}
				})
			}
			wg.Wait()
			if wins.Load() != 1 {
				t.Errorf("got %d first uses, want 1", wins.Load())
			}
			if first, err := proofs.Use(t.Context(), "another", now().Add(time.Minute)); !first || err != nil {
				t.Errorf("another proof: got %v and %v, want its first use", first, err)
			}
		})
	}
}

func TestProofsAreForgotten(t *testing.T) {
	rdb := redistest.New(t)
	now := func() time.Time { return time.Unix(1_800_000_000, 0) }
	if _, err := redisstore.NewProofs(rdb, now).Use(t.Context(), "id", now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	keys := rdb.Keys(t.Context(), "*").Val()
	if len(keys) != 1 {
		t.Fatalf("got keys %q, want one", keys)
	}
	if ttl := rdb.PTTL(t.Context(), keys[0]).Val(); ttl <= 59*time.Second || ttl > time.Minute {
		t.Errorf("time to live: got %s, want 1m", ttl)
	}
}

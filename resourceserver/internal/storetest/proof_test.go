package storetest_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/redistest"
)

// The embedded and the real Redis must behave the same.
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
	if ttl := rdb.PTTL(t.Context(), keys[0]).Val(); ttl <= time.Minute || ttl > 2*time.Minute {
		t.Errorf("time to live: got %s, want 2m", ttl)
	}
}

// A replica whose clock is ahead must not forget a proof that another replica still accepts.
func TestProofsOutliveTheDifferenceOfClocks(t *testing.T) { // RFC 9449 §11.1
	server, rdb := redistest.Server(t)
	moment := time.Unix(1_800_000_000, 0)
	until := moment.Add(time.Minute)
	replica := func(now time.Time) *redisstore.Proofs {
		return redisstore.NewProofs(rdb, func() time.Time { return now })
	}
	if first, err := replica(moment.Add(50*time.Second)).Use(t.Context(), "id", until); !first || err != nil {
		t.Fatalf("got %v and %v, want the first use", first, err)
	}
	server.FastForward(55 * time.Second)
	if first, err := replica(moment.Add(55*time.Second)).Use(t.Context(), "id", until); first || err != nil {
		t.Errorf("at a replica for which it is fresh: got %v and %v, want a second use", first, err)
	}
}

// late drops the first reply to a pipeline, so that go-redis sends it again.
type late struct {
	lost atomic.Bool
}

func (l *late) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (l *late) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }
func (l *late) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, commands []redis.Cmder) error {
		err := next(ctx, commands)
		if l.lost.CompareAndSwap(false, true) {
			return next(ctx, commands)
		}
		return err
	}
}

func TestProofSentTwiceToRedisIsNoReplay(t *testing.T) { // N-09
	rdb := redistest.New(t)
	rdb.AddHook(&late{})
	now := func() time.Time { return time.Unix(1_800_000_000, 0) }
	proofs := redisstore.NewProofs(rdb, now)
	if first, err := proofs.Use(t.Context(), "id", now().Add(time.Minute)); !first || err != nil {
		t.Errorf("got %v and %v, want the first use", first, err)
	}
	if first, err := proofs.Use(t.Context(), "id", now().Add(time.Minute)); first || err != nil {
		t.Errorf("got %v and %v, want the second use", first, err)
	}
}

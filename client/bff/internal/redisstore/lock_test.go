package redisstore_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/redisstore"
	"quartet.example/client/bff/internal/storetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

func lockKey(id string) string { return "client:refresh:{" + oauth.Hash(id) + "}" }

// inBubble runs a test whose time passes at once, for Redis too.
func inBubble(t *testing.T, test func(t *testing.T, rdb redis.UniversalClient, locks *redisstore.Locks)) {
	t.Helper()
	if os.Getenv("REDIS_URL") != "" {
		t.Skip("a real Redis has its own time")
	}
	synctest.Test(t, func(t *testing.T) {
		rdb := redistest.New(t)
		test(t, rdb, open(t, rdb, storetest.NewClock()).NewLocks())
	})
}

// Two refreshes of one session at once would look like reuse to the authorization
// server: work must end as soon as its lock is lost, and must not take the lock of the
// other along.
func TestWorkEndsWithItsLock(t *testing.T) {
	for name, lose := range map[string]func(ctx context.Context, rdb redis.UniversalClient){
		"another process has it": func(ctx context.Context, rdb redis.UniversalClient) {
			rdb.Set(ctx, lockKey("id"), "another", time.Minute)
		},
		"it is gone": func(ctx context.Context, rdb redis.UniversalClient) { rdb.Del(ctx, lockKey("id")) },
		"Redis does not answer": func(_ context.Context, rdb redis.UniversalClient) {
			rdb.AddHook(away{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, rdb redis.UniversalClient, locks *redisstore.Locks) {
				began := time.Now()
				err := locks.WithLock(t.Context(), "id", func(ctx context.Context) error {
					lose(ctx, rdb)
					select {
					case <-ctx.Done():
						return ctx.Err()
					case <-time.After(time.Minute):
						return errors.New("the work went on")
					}
				})
				if took := time.Since(began); !errors.Is(err, context.Canceled) || took > 3*time.Second {
					t.Errorf("got %v after %s, want %v before the lock expires", err, took, context.Canceled)
				}
				if name == "another process has it" && rdb.Get(t.Context(), lockKey("id")).Val() != "another" {
					t.Error("the lock of the other process was taken away")
				}
			})
		})
	}
}

// away is a Redis that refuses every command.
type away struct{}

func (away) DialHook(next redis.DialHook) redis.DialHook { return next }

func (away) ProcessHook(redis.ProcessHook) redis.ProcessHook {
	return func(_ context.Context, cmd redis.Cmder) error {
		cmd.SetErr(errors.New("away"))
		return cmd.Err()
	}
}

func (away) ProcessPipelineHook(redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(context.Context, []redis.Cmder) error { return errors.New("away") }
}

// Work that takes longer than the lock lives keeps the others out all the same.
func TestLockIsRenewed(t *testing.T) {
	inBubble(t, func(t *testing.T, rdb redis.UniversalClient, locks *redisstore.Locks) {
		err := locks.WithLock(t.Context(), "id", func(ctx context.Context) error {
			for range 10 {
				brief, cancel := context.WithTimeout(ctx, time.Second+10*time.Millisecond) // between two attempts
				err := locks.WithLock(brief, "id", func(context.Context) error { return nil })
				cancel()
				if !errors.Is(err, core.ErrSuperseded) {
					t.Errorf("another worker: got %v, want %v", err, core.ErrSuperseded)
				}
			}
			if ttl := rdb.PTTL(ctx, lockKey("id")).Val(); ttl <= 0 || ttl > 3*time.Second {
				t.Errorf("got a lock for %s, want 3 s at most: it must expire if this process dies", ttl)
			}
			return ctx.Err()
		})
		if err != nil {
			t.Errorf("got %v, want the lock until the work is done", err)
		}
		if n := rdb.Exists(t.Context(), lockKey("id")).Val(); n != 0 {
			t.Error("the lock was not released")
		}
	})
}

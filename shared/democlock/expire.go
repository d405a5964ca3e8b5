package democlock

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
)

const (
	maxKeys  = 1_000_000 // of all masters of a cluster; redisconn.Scan looks at 100 000 of each
	together = 500       // keys of one round trip
)

// sooner shortens the TTL of KEYS[1] by ARGV[1] ms, and deletes the key if nothing is left of it. A
// key without a TTL stays as it is.
var sooner = redis.NewScript(`
local left = redis.call("PTTL", KEYS[1])
if left < 0 then return 0 end
if left <= tonumber(ARGV[1]) then return redis.call("DEL", KEYS[1]) end
return redis.call("PEXPIRE", KEYS[1], left - tonumber(ARGV[1]))`)

// expire shortens the TTL of all keys by d, as if d had passed. If there are too many keys it changes none.
func expire(ctx context.Context, rdb redis.UniversalClient, d time.Duration) error {
	keys, complete, err := redisconn.Scan(ctx, rdb, "*", maxKeys)
	if err == nil && !complete {
		err = errors.New("there are too many keys in Redis")
	}
	if err != nil {
		return err
	}
	keys = slices.DeleteFunc(keys, func(key string) bool { return !moves(key) })
	for some := range slices.Chunk(keys, together) {
		_, err := rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			for _, key := range some {
				sooner.Eval(ctx, p, []string{key}, d.Milliseconds())
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// moves reports whether the TTL of a key follows the demo clock. Locks and probes protect what happens
// in real time. Recorder, step mode and the clock itself have keys without a TTL.
func moves(key string) bool {
	for _, prefix := range []string{"announce:", "ready:{", "client:refresh:{"} {
		if strings.HasPrefix(key, prefix) {
			return false
		}
	}
	return true
}

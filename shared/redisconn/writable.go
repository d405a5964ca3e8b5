package redisconn

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	probeKey = "ready:{probe}"
	probeTTL = 10 * time.Second
)

// Writable returns nil if a write to Redis succeeds. It is a probe for /readyz. PING would not do:
// a read-only replica, or a Redis whose memory is full, answers PING although nobody can sign in.
// In a cluster it tries one node.
func Writable(ctx context.Context, rdb redis.UniversalClient) error {
	return rdb.Set(ctx, probeKey, "1", probeTTL).Err()
}

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

// Writable returns nil if a write to Redis succeeds: a probe for /readyz. A read-only
// replica, or a Redis whose memory is full, answers PING although no sign-in can begin. In
// a Cluster it tries one node.
func Writable(ctx context.Context, rdb redis.UniversalClient) error {
	return rdb.Set(ctx, probeKey, "1", probeTTL).Err()
}

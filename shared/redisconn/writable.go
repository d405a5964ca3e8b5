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

// Writable returns nil if Redis takes a write: a probe for /readyz. A replica that
// may only be read, or a Redis whose memory is full, answers PING, and no sign-in
// can begin. Of a Cluster it asks one node.
func Writable(ctx context.Context, rdb redis.UniversalClient) error {
	return rdb.Set(ctx, probeKey, "1", probeTTL).Err()
}

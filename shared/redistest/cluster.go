package redistest

import (
	"context"
	"sync"

	"github.com/redis/go-redis/v9"
)

// everyNode is a cluster client that sends commands about all keys to every master. go-redis would
// send them to one node only.
type everyNode struct{ *redis.ClusterClient }

// Keys returns the keys of all masters.
func (c everyNode) Keys(ctx context.Context, pattern string) *redis.StringSliceCmd {
	var mu sync.Mutex // go-redis asks the masters concurrently
	var all []string
	err := c.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		keys, err := node.Keys(ctx, pattern).Result()
		mu.Lock()
		defer mu.Unlock()
		all = append(all, keys...)
		return err
	})
	return redis.NewStringSliceResult(all, err)
}

// FlushDB empties all masters.
func (c everyNode) FlushDB(ctx context.Context) *redis.StatusCmd {
	err := c.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error { return node.FlushDB(ctx).Err() })
	return redis.NewStatusResult("OK", err)
}

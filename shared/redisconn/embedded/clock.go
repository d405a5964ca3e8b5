package embedded

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// clock is a hook that sets the clock of the embedded server before each call.
type clock struct {
	server *miniredis.Miniredis
	owned  bool // the server ends with the connection

	mu   sync.Mutex
	nows []func() time.Time
}

// Follow adds a clock. The server uses the latest of all clocks that were added.
func (c *clock) Follow(now func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nows = append(c.nows, now)
}

// Close stops the server, if it does not belong to the caller.
func (c *clock) Close() {
	if c.owned {
		c.server.Close()
	}
}

// set reads the clocks and sets the server's clock under one lock. Otherwise two concurrent calls
// could set it in another order than they read it, and time would go backwards.
func (c *clock) set() {
	c.mu.Lock()
	defer c.mu.Unlock()
	var latest time.Time
	for _, now := range c.nows {
		if t := now(); t.After(latest) {
			latest = t
		}
	}
	if !latest.IsZero() {
		c.server.SetTime(latest)
	}
}

// DialHook changes nothing.
func (c *clock) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook sets the clock before a command.
func (c *clock) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.set()
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook sets the clock before a pipeline.
func (c *clock) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		c.set()
		return next(ctx, cmds)
	}
}

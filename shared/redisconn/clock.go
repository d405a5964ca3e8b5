package redisconn

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// Follow makes the clock of an embedded Redis show now, so that a test which
// moves the Now of a service moves its Redis too: the TTLs of keys, and TIME in
// scripts (docs/adr/0022). When several services follow, Redis shows the latest
// of their clocks. For a Redis outside this process Follow does nothing.
func Follow(rdb redis.UniversalClient, now func() time.Time) {
	if follower, ok := rdb.(interface{ Follow(now func() time.Time) }); ok {
		follower.Follow(now)
	}
}

// Follow is what the function Follow calls.
func (c *Conn) Follow(now func() time.Time) {
	if c.clock != nil {
		c.clock.follow(now)
	}
}

// clock is a hook that sets the clock of the embedded server before each call.
type clock struct {
	server *miniredis.Miniredis

	mu   sync.Mutex
	nows []func() time.Time
}

func (c *clock) follow(now func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nows = append(c.nows, now)
}

// set reads the clocks and sets that of the server in one step: two calls at once
// must not set it in another order than they read it.
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

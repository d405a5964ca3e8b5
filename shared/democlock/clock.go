package democlock

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/announce"
	"quartet.example/shared/redisconn"
)

const (
	key     = "democlock" // seconds by which the clock was moved
	channel = "democlock"
	patient = time.Second // at the start of a service, for a Redis that may be down
)

// Clock is the clock of one service.
type Clock struct {
	base  func() time.Time
	rdb   redis.UniversalClient
	ahead atomic.Int64 // seconds

	forward sync.Mutex // one call of Forward at a time: the next one would expire the replies that it waits for
}

// Open returns a clock that follows the one in Redis until ctx ends. base is the clock that is moved,
// usually time.Now.
func Open(ctx context.Context, rdb redis.UniversalClient, base func() time.Time) *Clock {
	c := &Clock{base: base, rdb: rdb}
	first, cancel := context.WithTimeout(ctx, patient)
	_ = c.read(first) // the listener reads it again, when Redis can be reached
	cancel()
	go announce.Listen(ctx, rdb, channel, announce.Listener{Joined: c.read, Heard: c.heard, Lost: func() {}})
	return c
}

// Now returns the time of the demo.
func (c *Clock) Now() time.Time { return c.base().Add(c.Ahead()) }

// Ahead returns how far the clock was moved, in whole seconds.
func (c *Clock) Ahead() time.Duration { return time.Duration(c.ahead.Load()) * time.Second }

// MoveScripts makes the scripts that are sent through rdb use the time of the demo: the clock of Redis
// decides about short windows (docs/adr/0022), and cannot be set. An embedded Redis follows Now
// instead (redisconn.Follow).
func (c *Clock) MoveScripts(rdb redis.UniversalClient) {
	if !redisconn.IsEmbedded(rdb) {
		redisconn.ReplaceTime(rdb, c.expression)
	}
}

// expression returns Lua for the reply of TIME, moved like the clock, or "" if it was not moved.
func (c *Clock) expression() string {
	ahead := c.ahead.Load()
	if ahead == 0 {
		return ""
	}
	return fmt.Sprintf(`(function() local t = %s return {string.format("%%d", tonumber(t[1]) + %d), t[2]} end)()`, redisconn.TimeCall, ahead)
}

func (c *Clock) read(ctx context.Context) error {
	seconds, err := c.rdb.Get(ctx, key).Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		return fmt.Errorf("democlock: %w", err)
	}
	c.set(seconds)
	return nil
}

func (c *Clock) heard(body []byte) {
	var seconds int64
	if json.Unmarshal(body, &seconds) == nil {
		c.set(seconds)
	}
}

// set moves the clock, but not back.
func (c *Clock) set(seconds int64) {
	for {
		now := c.ahead.Load()
		if seconds <= now || c.ahead.CompareAndSwap(now, seconds) {
			return
		}
	}
}

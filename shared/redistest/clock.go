package redistest

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// real is a real server whose scripts see the clock of the test.
type real struct {
	redis.UniversalClient
	*movedClock
}

// movedClock is a hook for a real server, whose clock cannot be moved: it sends
// each script with the time of the test in the place of its call of TIME. The
// TTLs of keys still run by the clock of the server.
type movedClock struct {
	mu   sync.Mutex
	nows []func() time.Time
}

// notCachedError is the answer that makes go-redis send a script in full.
type notCachedError string

func (e notCachedError) Error() string { return string(e) }
func (notCachedError) RedisError()     {}

const timeCall = `redis.call("TIME")`

// Follow is what redisconn.Follow calls.
func (m *movedClock) Follow(now func() time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nows = append(m.nows, now)
}

// DialHook changes nothing.
func (m *movedClock) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook changes a script.
func (m *movedClock) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if err := m.change(cmd); err != nil {
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook changes the scripts of a pipeline.
func (m *movedClock) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, cmd := range cmds {
			if err := m.change(cmd); err != nil {
				return err
			}
		}
		return next(ctx, cmds)
	}
}

func (m *movedClock) change(cmd redis.Cmder) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.nows) == 0 {
		return nil
	}
	switch cmd.Name() {
	case "evalsha":
		return notCachedError("NOSCRIPT the script is sent in full")
	case "eval":
		source, _ := cmd.Args()[1].(string)
		cmd.Args()[1] = strings.ReplaceAll(source, timeCall, m.table())
	}
	return nil
}

// table is the latest time in the form of a reply of TIME.
func (m *movedClock) table() string {
	var latest time.Time
	for _, now := range m.nows {
		if t := now(); t.After(latest) {
			latest = t
		}
	}
	return fmt.Sprintf(`{"%d", "%d"}`, latest.Unix(), latest.Nanosecond()/1000)
}

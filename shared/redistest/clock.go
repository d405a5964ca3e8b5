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

// real is a real Redis server whose scripts use the clock of the test.
type real struct {
	redis.UniversalClient
	*movedClock
}

// Unwrap returns the client of the server, or of the cluster.
func (r real) Unwrap() redis.UniversalClient { return r.UniversalClient }

// movedClock is a hook that gives a real server's scripts the time of the test. Since the clock of
// the server cannot be changed, it replaces each call of TIME in the source of a script by the
// time. Keys still expire by the clock of the server.
type movedClock struct {
	mu   sync.Mutex
	nows []func() time.Time
}

// notCachedError is a NOSCRIPT reply, after which go-redis sends the source of the script.
type notCachedError string

func (e notCachedError) Error() string { return string(e) }
func (notCachedError) RedisError()     {}

const timeCall = `redis.call("TIME")`

// Follow implements redisconn.Follow.
func (m *movedClock) Follow(now func() time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nows = append(m.nows, now)
}

// DialHook changes nothing.
func (m *movedClock) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook replaces TIME in a script.
func (m *movedClock) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if err := m.change(cmd); err != nil {
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook replaces TIME in the scripts of a pipeline. A pipeline that names a script by
// its hash (EVALSHA) is not sent: each of its commands fails with NOSCRIPT.
func (m *movedClock) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, cmd := range cmds {
			if err := m.change(cmd); err != nil {
				for _, unsent := range cmds {
					unsent.SetErr(err)
				}
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

// table returns the latest of the clocks, in the form of a reply to TIME.
func (m *movedClock) table() string {
	var latest time.Time
	for _, now := range m.nows {
		if t := now(); t.After(latest) {
			latest = t
		}
	}
	return fmt.Sprintf(`{"%d", "%d"}`, latest.Unix(), latest.Nanosecond()/1000)
}

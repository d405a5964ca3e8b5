package redisconn

import (
	"context"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
)

// TimeCall is how our scripts read the clock of Redis.
const TimeCall = `redis.call("TIME")`

// ReplaceTime makes scripts use the Lua expression that with returns instead of TimeCall. While with
// returns "", scripts are sent as they are. The clock of a Redis outside of this process cannot be
// set, so tests and the demo clock use this.
func ReplaceTime(rdb redis.UniversalClient, with func() string) { rdb.AddHook(scriptTime(with)) }

// IsEmbedded reports whether the Redis runs in this process, and so follows the clock of Follow.
func IsEmbedded(rdb redis.UniversalClient) bool {
	c, ok := rdb.(*Conn)
	return ok && c.Embedded != nil
}

// notCachedError is a NOSCRIPT reply, after which the caller sends the source of the script.
type notCachedError string

func (e notCachedError) Error() string { return string(e) }
func (notCachedError) RedisError()     {}

type scriptTime func() string

// DialHook changes nothing.
func (s scriptTime) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook replaces TIME in a script.
func (s scriptTime) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if err := s.change(cmd); err != nil {
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook replaces TIME in the scripts of a pipeline. A pipeline that names a script by
// its hash (EVALSHA) is not sent: each of its commands fails with NOSCRIPT.
func (s scriptTime) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, cmd := range cmds {
			if err := s.change(cmd); err != nil {
				for _, unsent := range cmds {
					unsent.SetErr(err)
				}
				return err
			}
		}
		return next(ctx, cmds)
	}
}

func (s scriptTime) change(cmd redis.Cmder) error {
	name := cmd.Name()
	if name != "eval" && name != "evalsha" {
		return nil
	}
	expression := s()
	switch source, _ := cmd.Args()[1].(string); {
	case expression == "":
	case name == "evalsha":
		return notCachedError("NOSCRIPT the script is sent in full")
	default:
		cmd.Args()[1] = strings.ReplaceAll(source, TimeCall, expression)
	}
	return nil
}

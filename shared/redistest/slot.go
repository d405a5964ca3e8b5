package redistest

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// oneSlot makes any Redis as strict as a cluster: the keys of one script, one transaction or one
// command must be in the same slot, which a `{hash tag}` ensures. Otherwise it fails the test, and
// the call returns the error of a cluster.
type oneSlot struct{ t testing.TB }

// crossSlotError is the error with which a cluster refuses keys in several slots.
type crossSlotError string

func (e crossSlotError) Error() string { return string(e) }
func (crossSlotError) RedisError()     {}

// DialHook changes nothing.
func (h oneSlot) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook checks the keys of one command.
func (h oneSlot) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if err := h.judge(keysOf(cmd)); err != nil {
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook checks the keys of each command in a pipeline. For a transaction it checks
// the keys of all commands together, because a cluster runs it on one node.
func (h oneSlot) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		var all []string
		for _, cmd := range cmds {
			keys := keysOf(cmd)
			all = append(all, keys...)
			if err := h.judge(keys); err != nil {
				return err
			}
		}
		if len(cmds) > 0 && cmds[0].Name() == "multi" {
			if err := h.judge(all); err != nil {
				return err
			}
		}
		return next(ctx, cmds)
	}
}

func (h oneSlot) judge(keys []string) error {
	for _, key := range keys {
		if slot(key) != slot(keys[0]) {
			h.t.Errorf("keys %q lie in more than one slot of a Redis Cluster", keys)
			return crossSlotError("CROSSSLOT Keys in request don't hash to the same slot")
		}
	}
	return nil
}

// keysOf returns the keys in the arguments of a command, or nil.
func keysOf(cmd redis.Cmder) []string {
	args := cmd.Args()
	switch cmd.Name() {
	case "multi", "exec", "ping", "script", "info", "hello", "client", "command", "flushdb", "dbsize", "scan", "keys", "time", "select", "publish", "subscribe", "config", "wait", "cluster":
		return nil
	case "eval", "evalsha", "eval_ro", "evalsha_ro": // EVAL script numkeys key...
		n := 0
		if len(args) > 2 {
			_, _ = fmt.Sscan(fmt.Sprint(args[2]), &n)
		}
		return texts(args[min(3, len(args)):min(3+n, len(args))])
	case "del", "unlink", "exists", "mget", "touch", "rename", "renamenx", "sdiff", "sinter", "sunion", "pfcount":
		return texts(args[1:])
	case "xread": // XREAD ... STREAMS key... id...
		for i, arg := range args {
			if strings.EqualFold(fmt.Sprint(arg), "streams") {
				rest := args[i+1:]
				return texts(rest[:len(rest)/2])
			}
		}
		return nil
	}
	return texts(args[min(1, len(args)):min(2, len(args))])
}

func texts(args []any) []string {
	all := make([]string, len(args))
	for i, arg := range args {
		all[i] = fmt.Sprint(arg)
	}
	return all
}

// slot returns the slot of a key: the CRC16 of its hash tag, or else of the whole key (Redis
// Cluster specification, "Key distribution model").
func slot(key string) uint16 {
	if _, after, found := strings.Cut(key, "{"); found {
		if tag, _, closed := strings.Cut(after, "}"); closed && tag != "" {
			key = tag
		}
	}
	var crc uint16
	for _, octet := range []byte(key) {
		crc ^= uint16(octet) << 8
		for range 8 {
			carry := crc & 0x8000
			crc <<= 1
			if carry != 0 {
				crc ^= 0x1021
			}
		}
	}
	return crc % 16384
}

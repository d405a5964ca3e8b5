package redisconn_test

import (
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

// lateRelay forwards connections to a Redis at target. If late is set, it drops the next reply.
func lateRelay(t *testing.T, target string, late *atomic.Bool) string {
	t.Helper()
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = front.Close() })
	go func() {
		for {
			near, err := front.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", target)
			if err != nil {
				_ = near.Close()
				return
			}
			go func() { _, _ = io.Copy(far, near); _ = far.Close() }()
			go func() { _, _ = io.Copy(answers{near, late}, far); _ = near.Close() }()
		}
	}()
	return front.Addr().String()
}

type answers struct {
	to   io.Writer
	late *atomic.Bool
}

func (a answers) Write(p []byte) (int, error) {
	if a.late.CompareAndSwap(true, false) {
		return len(p), nil
	}
	return a.to.Write(p)
}

// Regression: go-redis repeated a command after a late reply, so that redeeming a code was refused
// as a replay of itself.
func TestNothingIsSentTwice(t *testing.T) {
	for name, incr := range map[string]func(t *testing.T, c redis.UniversalClient) error{
		"command": func(t *testing.T, c redis.UniversalClient) error { return c.Incr(t.Context(), "k").Err() },
		"script": func(t *testing.T, c redis.UniversalClient) error {
			return redis.NewScript(`return redis.call("INCR", KEYS[1])`).Eval(t.Context(), c, []string{"k"}).Err()
		},
		"pipeline": func(t *testing.T, c redis.UniversalClient) error {
			_, err := c.Pipelined(t.Context(), func(p redis.Pipeliner) error { p.Incr(t.Context(), "k"); return nil })
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, direct := redistest.Server(t)
			var late atomic.Bool
			conn, err := redisconn.Open("redis://" + lateRelay(t, server.Addr(), &late))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.Ping(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			late.Store(true)
			wantAway(t, incr(t, conn))
			if got := direct.Get(t.Context(), "k").Val(); got != "1" {
				t.Errorf("the command arrived %s times", got)
			}
		})
	}
}

package redisconn_test

import (
	"context"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
)

// hanging are servers that accept connections and then do not answer.
var hanging = map[string]func(context.Context, string, string) (net.Conn, error){
	"takes no connection": func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	},
	"answers nothing": func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() { _, _ = io.Copy(io.Discard, far) }()
		return near, nil
	},
	"reads nothing": func(context.Context, string, string) (net.Conn, error) {
		near, _ := net.Pipe()
		return near, nil
	},
}

// several are addresses of which each hangs.
var several = []string{"a:6379", "b:6379", "c:6379", "d:6379", "e:6379", "f:6379"}

// O-12: however Redis hangs, a call ends within three seconds (design.md §6). The test measures
// the time of its synctest bubble, so the load of the machine does not matter.
func TestHangingServerIsAwayInTime(t *testing.T) {
	for kind, options := range map[string]redis.UniversalOptions{
		"one server": {Addrs: []string{"hanging:6379"}},
		"Sentinel":   {Addrs: several, MasterName: "main"},
		"cluster":    {Addrs: several},
	} {
		for server, dial := range hanging {
			for name, call := range ways {
				t.Run(kind+", "+server+", "+name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						options.Dialer = dial
						c := redisconn.Client(&options)
						for range 3 { // the first call also dials
							began := time.Now()
							wantAway(t, call(t.Context(), c))
							if took := time.Since(began); took > 3*time.Second {
								t.Errorf("took %s, want at most 3s", took)
							}
						}
						_ = c.Close()
						time.Sleep(time.Minute) // goroutines of go-redis end
					})
				})
			}
		}
	}
}

package authserver_test

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
)

// calls counts the commands to Redis by name. It does not count those that the server sends in the
// background, for example to store a new key.
type calls struct {
	mu  sync.Mutex
	all []string
}

func (c *calls) note(ctx context.Context, cmds ...redis.Cmder) {
	if ctx.Value(http.ServerContextKey) == nil { // net/http sets this value for every request
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, cmd := range cmds {
		c.all = append(c.all, cmd.Name())
	}
}

// count returns the number of commands with this name, and resets the counters.
func (c *calls) count(name string) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.all {
		if one == name {
			n++
		}
	}
	c.all = nil
	return n
}

func (c *calls) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (c *calls) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { c.note(ctx, cmd); return next(ctx, cmd) }
}

func (c *calls) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { c.note(ctx, cmds...); return next(ctx, cmds) }
}

// M-09: a wrong password costs the same scripts for a user who exists and for one
// who does not. A test in internal/directory shows that the password check costs
// the same. The number of scripts does not depend on the machine.
func TestAWrongPasswordCostsTheSameForEverybody(t *testing.T) {
	rdb, asked := redistest.New(t), &calls{}
	rdb.AddHook(asked)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	app := notes(t, srv)
	cost := map[string]int{}
	for _, username := range []string{"warm up", "alice", "nobody"} {
		b := srv.Browser(t).Open(app.authorizeURL("openid", nil))
		asked.count("")
		b.Login(username, "wrong")
		cost[username] = asked.count("evalsha")
	}
	if cost["alice"] != cost["nobody"] || cost["alice"] == 0 {
		t.Errorf("scripts: alice %d, nobody %d", cost["alice"], cost["nobody"])
	}
}

package authserver_test

import (
	"context"
	"math"
	"net"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
)

// roundTrips counts how often a server waits for Redis while it is on.
type roundTrips struct {
	on    atomic.Bool
	count atomic.Int64
}

func (n *roundTrips) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (n *roundTrips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if n.on.Load() && cmd.Name() != "xread" { // the feed waits in the background
			n.count.Add(1)
		}
		return next(ctx, cmd)
	}
}

func (n *roundTrips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if n.on.Load() {
			n.count.Add(1)
		}
		return next(ctx, cmds)
	}
}

// A code flow in a live session takes three round trips to Redis: the session with the consent,
// the code with the use of the session, and the redemption. A refresh takes one.
func TestRoundTripsToRedis(t *testing.T) {
	_, rdb := redistest.Server(t)
	trips := &roundTrips{}
	rdb.AddHook(trips)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	app, browser := notes(t, srv), srv.Browser(t)
	flow := func() string {
		return app.redeem(browser.Open(app.authorizeURL("openid offline_access notes:read", nil)).Returned().Get("code")).RefreshToken
	}
	browser.Open(app.authorizeURL("openid offline_access notes:read", nil)).Login("alice", "wonderland").Approve()
	app.refresh(flow()) // from here on Redis knows the scripts
	refreshToken := ""
	for _, operation := range []struct {
		name string
		want int64
		do   func()
	}{
		{"code flow in a live session", 3, func() { refreshToken = flow() }},
		{"refresh", 1, func() { refreshToken = refreshed(app, refreshToken) }},
	} {
		least := int64(math.MaxInt64)
		for range 5 { // the server may ask Redis for something else in the background
			trips.count.Store(0)
			trips.on.Store(true)
			operation.do()
			trips.on.Store(false)
			least = min(least, trips.count.Load())
		}
		if least != operation.want {
			t.Errorf("%s: got %d round trips, want %d", operation.name, least, operation.want)
		}
	}
}

func refreshed(app *app, refreshToken string) string {
	_, next, _ := app.refresh(refreshToken)
	return next.RefreshToken
}

package storetest_test

import (
	"context"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// A connection can break after Redis has executed a script and before the answer arrives. On a
// cluster go-redis then sends the script again (shared/redisconn, "At most once"). The second
// execution must not be taken for a replay, which would revoke the user's tokens.
func TestAnswerLost(t *testing.T) {
	server, _ := redistest.Server(t)
	var lose atomic.Bool
	rdb := redis.NewClient(&redis.Options{Addr: server.Addr(), MaxRetries: 1, Dialer: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		return lossy{conn, &lose}, err
	}})
	t.Cleanup(func() { _ = rdb.Close() })
	clock := storetest.NewClock()
	server.SetTime(clock.Now())
	store := redisstore.New(rdb, clock.Now)

	t.Run("a resent redemption is no replay", func(t *testing.T) {
		for _, broken := range []bool{false, true} { // the first round loads the script
			code := oauth.NewSecret()
			saveCode(t, store, clock, codeFor(clock, code))
			lose.Store(broken)
			wantRedeem(t, store, clock, code, "notes", nil)
		}
		if lose.Load() {
			t.Error("no answer was lost")
		}
	})
	t.Run("a resent rotation is no reuse, even without a grace", func(t *testing.T) {
		for _, broken := range []bool{false, true} {
			_, first := saveGrant(t, store, clock)
			lose.Store(broken)
			_, second, err := store.Rotate(t.Context(), rotation(first, 0)) // a grace of 0, so that only the repetition explains success
			if err != nil {
				t.Fatalf("rotate: %v", err)
			}
			wantRotate(t, store, second, nil)
		}
		if lose.Load() {
			t.Error("no answer was lost")
		}
	})
}

// lossy is a connection that drops one answer of Redis when lose is set.
type lossy struct {
	net.Conn
	lose *atomic.Bool
}

func (c lossy) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == nil && c.lose.CompareAndSwap(true, false) {
		return 0, io.EOF
	}
	return n, err
}

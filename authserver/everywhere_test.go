package authserver_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
)

// onCommand calls a function once, before the nth command whose arguments contain the text.
type onCommand struct {
	text string
	nth  int64
	do   atomic.Pointer[func()] // atomic, because the server also sends commands in the background
	seen atomic.Int64
}

func (b *onCommand) notice(cmd redis.Cmder) {
	do := b.do.Load()
	if do != nil && strings.Contains(fmt.Sprintln(cmd.Args()...), b.text) && b.seen.Add(1) == b.nth {
		(*do)()
	}
}

func (b *onCommand) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (b *onCommand) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		b.notice(cmd)
		return next(ctx, cmd)
	}
}

func (b *onCommand) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// A user signs out everywhere while another browser gets a code. Whatever the order of the two, a
// refresh token from that code is revoked, with offline_access or without.
func TestSignOutEverywhereMissesNoCode(t *testing.T) {
	const scope = "openid offline_access notes:read"
	for nth := int64(1); nth <= 4; nth++ {
		for _, index := range []string{"user-sessions:", "user-grants:", "user-pending:"} {
			t.Run(fmt.Sprintf("before call %d of %s", nth, index), func(t *testing.T) {
				rdb := redistest.New(t)
				hook := &onCommand{text: "zrangebyscore " + index, nth: nth}
				rdb.AddHook(hook)
				srv := authservertest.Start(t, authservertest.WithRedis(rdb))
				n := notes(t, srv)
				other := srv.Browser(t)
				other.Open(n.authorizeURL(scope, nil)).Login("alice", "wonderland").Approve()
				b := srv.Browser(t)
				b.Open(srv.URL+"/account").Login("alice", "wonderland")
				form := b.Page().Find(`button[value="everything"]`).First().Closest("form")
				code := ""
				hook.seen.Store(0)
				signIn := func() {
					if back := other.Open(n.authorizeURL(scope, map[string]string{"prompt": "none"})).Returned(); back != nil {
						code = back.Get("code")
					}
				}
				hook.do.Store(&signIn)
				b.Submit(form, url.Values{"end": {"everything"}})
				if code == "" {
					return // the session had ended already, or there was no such command
				}
				status, _, got := jsonOf[polled](t, srv, n.post("/token", n.redemption(code)))
				if status == http.StatusOK {
					status, _, _ = n.refresh(got.RefreshToken)
				}
				if status == http.StatusOK {
					t.Error("a refresh token from a code of that moment is still valid")
				}
			})
		}
	}
}

package bff_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
)

// trips counts the round trips to Redis.
type trips struct{ n atomic.Int64 }

func (c *trips) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *trips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { c.n.Add(1); return next(ctx, cmd) }
}

func (c *trips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { c.n.Add(1); return next(ctx, cmds) }
}

// A request that is refused costs nobody anything: not Redis, not the
// authorization server, not the resource server. One that is not costs one trip
// to Redis and one upstream.
func TestProxyCost(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK) // Redis knows the script now
	count := &trips{}
	r.redis.AddHook(count)
	upstream, tokens := r.api.count(), len(r.Requests("/token"))
	for name, send := range map[string]func() *http.Response{
		"L-14 GET without the header":      func() *http.Response { return b.do("GET", "/api/notes", "", nil) },
		"L-14 POST without the header":     func() *http.Response { return b.do("POST", "/api/notes", "{}", header{"Content-Type": "text/plain"}) },
		"L-14 DELETE without the header":   func() *http.Response { return b.do("DELETE", "/api/notes/7", "", nil) },
		"L-14 the header, of another site": func() *http.Response { return b.do("GET", "/api/notes", "", crossSite) },
		"L-16 preflight": func() *http.Response {
			return b.do("OPTIONS", "/api/notes", "", header{"Origin": "https://evil.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-requested-with"})
		},
		"L-16 preflight from nowhere": func() *http.Response {
			return b.do("OPTIONS", "/api/notes", "", header{"Origin": "null", "Access-Control-Request-Method": "GET"})
		},
		"not on the list": func() *http.Response { return b.call("GET", "/api/admin", "") },
		"a WebSocket":     func() *http.Response { return b.do("GET", "/api/notes", "", header{"Upgrade": "websocket"}) },
	} {
		t.Run(name, func(t *testing.T) {
			resp := send()
			if resp.StatusCode < http.StatusBadRequest {
				t.Errorf("got %d, want a refusal", resp.StatusCode)
			}
			for field := range resp.Header {
				if strings.HasPrefix(field, "Access-Control-") {
					t.Errorf("L-16 got %s: %q", field, resp.Header[field])
				}
			}
		})
	}
	if n := count.n.Load() + int64(r.api.count()-upstream) + int64(len(r.Requests("/token"))-tokens); n != 0 {
		t.Errorf("L-14 got %d calls to Redis and other servers, want none", n)
	}
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	if got := count.n.Load(); got != 1 || r.api.count()-upstream != 1 {
		t.Errorf("got %d trips to Redis and %d upstream, want one of each", got, r.api.count()-upstream)
	}
}

var crossSite = header{"X-Requested-With": "quartet", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

package revocation_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/controlapi"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
	"quartet.example/shared/web"
)

func TestRedisKilledWhileTheFeedWaits(t *testing.T) {
	t.Parallel()
	redis := rig.Miniredis(t)
	s := in(t, resourceserver.RevocationFeed, rig.WithRedis(redis))
	before, during, untouched := visit(t, s, online), visit(t, s, online), visit(t, s, online)
	revoke(t, before, before.tokens.AccessToken) // without waiting for the feed
	redis.Stop()
	if status := during.post(t, "/revoke", url.Values{"token": {during.tokens.AccessToken}}, nil); status != http.StatusServiceUnavailable {
		t.Fatalf("O-12 revoke without Redis: got %d, want 503", status)
	}
	if got := untouched.api(t); got != http.StatusOK {
		t.Errorf("O-12 without Redis at the authorization server: got %d, want 200", got)
	}
	redis.Start()
	waittest.Until(t, "O-12 it is said again", func() bool {
		return during.post(t, "/revoke", url.Values{"token": {during.tokens.AccessToken}}, nil) == http.StatusOK
	})
	before.untilRefused(t)
	during.untilRefused(t)
	if got := untouched.api(t); got != http.StatusOK {
		t.Errorf("a token that nobody revoked: got %d", got)
	}
}

func TestNothingIsMissedWhileCutOff(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationFeed)
	v, untouched := visit(t, s, online), visit(t, s, online)
	s.Gate.Down()
	revokeSome(t, s, 600) // more than one response can hold
	revoke(t, v, v.tokens.RefreshToken)
	if got := v.api(t); got != http.StatusOK {
		t.Errorf("O-15 cut off, and accepting: got %d, want 200 as without a feed", got)
	}
	s.Gate.Up()
	v.untilRefused(t)
	if got := untouched.api(t); got != http.StatusOK {
		t.Errorf("a token that nobody revoked: got %d", got)
	}
}

func TestSilenceRefusedIfSoConfigured(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationFeed, rig.With(func(s *stack.Settings) { s.Resourceserver.FeedSilent = "refuse" }))
	v := visit(t, s, online)
	s.Gate.Down()
	if got := v.api(t); got != http.StatusOK {
		t.Errorf("before the minute: got %d, want 200", got)
	}
	s.Clock.Forward(s.Settings.Resourceserver.FeedSilence + time.Second)
	if got, ready := v.api(t), get(t, s.API+"/readyz", ""); got != http.StatusServiceUnavailable || ready != http.StatusServiceUnavailable {
		t.Errorf("O-15 after it: got %d, readyz %d, want 503", got, ready)
	}
	s.Gate.Up()
	waittest.Until(t, "accepted again", func() bool { return v.api(t) == http.StatusOK })
}

// After a restart the server must still deliver all events, and one replica must deliver the
// events of another.
func TestAuthorizationServerRestarts(t *testing.T) {
	t.Parallel()
	rdb := redistest.New(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().String()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Issuer, cfg.SealKey, cfg.RedisURL = "http://"+at, config.Secret(oauth.NewSecret()), "redis://elsewhere"
	start := func(l net.Listener) (stop func()) {
		server, err := authserver.New(cfg, authserver.Deps{Redis: rdb})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- web.Serve(ctx, web.ServeConfig{Listener: l}, server) }()
		return func() {
			cancel()
			if err := waittest.Closed(t, "the drain, which a waiting poll must not hold up,", ended); err != nil {
				t.Error(err)
			}
			if err := server.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	stop := start(listener)
	other, err := authserver.New(cfg, authserver.Deps{Redis: rdb})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	feed, err := revocationfeed.New(revocationfeed.Config{
		Issuer: cfg.Issuer, ClientID: "notes-api", ClientSecret: "notes-api-dev-secret-not-for-production", HTTP: localnet.HTTPClient(0),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = feed.Close() })
	waittest.Until(t, "the feed is read", func() bool { return feed.Ready(t.Context()) == nil })

	var tokens []*bearer.Token
	revokeAtOther := func() {
		verbs := controlapi.Client{Issuer: cfg.Issuer, HTTP: &http.Client{Transport: inProcess{other}}}
		issued, err := verbs.Issue(t.Context(), controlapi.Token{User: "alice", Client: "native", Scope: "notes:read"})
		if err != nil {
			t.Fatal(err)
		}
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "/revoke", strings.NewReader(url.Values{"client_id": {"native"}, "token": {issued.Token}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := &status{header: http.Header{}}
		other.ServeHTTP(w, r)
		if w.code != http.StatusOK {
			t.Fatalf("revoke: got %d", w.code)
		}
		tokens = append(tokens, parsed(t, issued.Token))
	}
	all := func(what string) {
		waittest.Until(t, what, func() bool {
			for _, token := range tokens {
				if revoked, err := feed.Revoked(t.Context(), token); err != nil || !revoked {
					return false
				}
			}
			return true
		})
	}
	revokeAtOther()
	all("H-06 revoked at another replica")
	stop()
	revokeAtOther()
	revokeAtOther()
	reopened, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	stop = start(reopened)
	all("H-06 revoked while the server was down")
	revokeAtOther()
	all("H-06 revoked after its restart")
	stop()
}

// inProcess sends requests to a server that has no listener.
type inProcess struct{ server http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.RemoteAddr = "127.0.0.1:1"
	w := httptest.NewRecorder()
	p.server.ServeHTTP(w, r)
	return w.Result(), nil
}

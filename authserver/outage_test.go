package authserver_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

// O-12: while Redis does not answer, endpoints that need it answer 503 with Retry-After within a
// short time, and the others work. When Redis is back, everything works.
func TestRedisAway(t *testing.T) {
	redis, client := redistest.Server(t)
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	server, err := authserver.New(cfg, authserver.Deps{Redis: client, Log: slog.New(slog.DiscardHandler), Now: storetest.NewClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	token, err := control.Of(server.Handler).Issue(t.Context(), controlapi.Token{User: "alice", Scope: "openid"})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, target string, form url.Values) (*httptest.ResponseRecorder, time.Duration) {
		r := request(t, method, target, form)
		r.RequestURI = target
		switch {
		case target == "/userinfo":
			r.Header.Set("Authorization", "Bearer "+token.Token)
		case form != nil:
			r.SetBasicAuth("notes", "notes-dev-secret-not-for-production")
		}
		rec := httptest.NewRecorder()
		begin := time.Now()
		server.ServeHTTP(rec, r)
		return rec, time.Since(begin)
	}
	needy := []struct {
		method, target string
		form           url.Values
	}{
		{"POST", "/token", url.Values{"grant_type": {"authorization_code"}, "code": {"x"}, "code_verifier": {"x"}, "redirect_uri": {"x"}}},
		{"POST", "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}},
		{"POST", "/par", notes(t, &authservertest.Server{URL: cfg.Issuer}).request(nil)},
		{"GET", "/authorize?client_id=notes&request_uri=urn:ietf:params:oauth:request_uri:x", nil},
		{"POST", "/introspect", url.Values{"token": {token.Token}}},
		{"POST", "/revoke", url.Values{"token": {token.Token}}},
		{"GET", "/userinfo", nil},
		{"GET", "/readyz", nil},
	}
	independent := []string{"/livez", "/jwks", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/.well-known/ssf-configuration"}
	if rec, _ := ask("GET", "/jwks", nil); rec.Code != http.StatusOK { // waits until the RSA key exists
		t.Fatalf("before: /jwks answers %d", rec.Code)
	}

	redis.Close()
	for _, n := range needy {
		t.Run("O-12 without Redis "+n.method+" "+n.target+" "+n.form.Get("grant_type"), func(t *testing.T) {
			rec, took := ask(n.method, n.target, n.form)
			if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" {
				t.Errorf("got %d, Retry-After %q: %s", rec.Code, rec.Header().Get("Retry-After"), rec.Body)
			}
			if took > waittest.Patience {
				t.Errorf("took %s, which is a hang", took)
			}
		})
	}
	for _, target := range independent {
		if rec, _ := ask("GET", target, nil); rec.Code != http.StatusOK {
			t.Errorf("O-12 without Redis: %s answers %d, want 200", target, rec.Code)
		}
	}

	if err := redis.Restart(); err != nil {
		t.Fatal(err)
	}
	for _, target := range append(independent, "/readyz") {
		if rec, _ := ask("GET", target, nil); rec.Code != http.StatusOK {
			t.Errorf("O-12 Redis is back: %s answers %d, want 200", target, rec.Code)
		}
	}
	if rec, _ := ask("POST", "/introspect", url.Values{"token": {token.Token}}); rec.Code != http.StatusOK {
		t.Errorf("O-12 Redis is back: /introspect answers %d, want 200", rec.Code)
	}
}

// O-12: while Redis does not answer, people see an error page. Their session and grants exist when
// Redis is back.
func TestRedisOutageKeepsSessionsAndGrants(t *testing.T) {
	redis, client := redistest.Server(t)
	srv := authservertest.Start(t, authservertest.WithRedis(client))
	app := notes(t, srv)
	browser := srv.Browser(t)
	tokens := app.redeem(browser.Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Approve().Returned().Get("code"))

	redis.Close()
	browser.Open(app.authorizeURL("openid", nil))
	if browser.Status() != http.StatusServiceUnavailable || browser.Header().Get("Retry-After") == "" || browser.Returned() != nil {
		t.Errorf("O-12 without Redis: got %d, Retry-After %q, returned to %v", browser.Status(), browser.Header().Get("Retry-After"), browser.ReturnedTo())
	}
	if status, _, code := app.refresh(tokens.RefreshToken); status != http.StatusServiceUnavailable || code != oauth.TemporarilyUnavailable {
		t.Errorf("O-12 without Redis: refresh: got %d %s", status, code)
	}
	if err := redis.Restart(); err != nil {
		t.Fatal(err)
	}
	if got := browser.Open(app.authorizeURL("openid", map[string]string{"prompt": "none"})).Returned(); got.Get("code") == "" {
		t.Errorf("O-12 Redis is back: the session is lost: got %v, %s", got, browser.Text())
	}
	if status, _, code := app.refresh(tokens.RefreshToken); status != http.StatusOK {
		t.Errorf("O-12 Redis is back: the grant is lost: got %d %s", status, code)
	}
}

package bff_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/client/bff"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// L-04, O-09: no token reaches the browser, no secret the log.
func TestNothingLeaks(t *testing.T) {
	r := newRig(t)
	var secrets []string
	r.Configure(func(i *issuerT) {
		i.Answer = func(a map[string]any) {
			secrets = append(secrets, a["access_token"].(string), a["refresh_token"].(string), a["id_token"].(string))
		}
	})
	b := r.signedIn(t)
	id := b.sessionID()
	b.get("/")
	b.call("GET", "/session", "")
	b.call("GET", "/api/notes", "")
	b.call("GET", "/api/nothing", "")
	b.get("/callback?code=x&state=y")
	b.get("/readyz")
	r.clock.Move(6 * time.Minute)
	b.call("GET", "/api/notes", "")
	b.call("POST", "/logout", "")
	for _, request := range r.Requests("/token") {
		if v := request.Form.Get("code_verifier"); v != "" {
			secrets = append(secrets, v)
		}
	}
	secrets = append(secrets, r.ClientSecret)
	for _, secret := range secrets {
		if strings.Contains(b.seen.String(), secret) {
			t.Errorf("L-04: the browser saw %.8s...", secret)
		}
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("O-09: the log holds %.8s...", secret)
		}
	}
	if strings.Contains(r.log.String(), id) {
		t.Error("O-09: the log holds the session id")
	}
}

// GET /session: for our scripts only, never cached.
func TestSessionEndpoint(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	wantStatus(t, b.get("/session"), http.StatusForbidden)
	resp := b.call("GET", "/session", "")
	if resp.Header.Get("Cache-Control") != "no-store" {
		t.Error("M-04: got a session that may be cached")
	}
	var view map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&view); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"authenticated", "sub", "name", "iss", "scope", "audience", "access_token_expires_at",
		"has_refresh_token", "signed_in_at", "idle_expires_at", "expires_at", "cookie", "csrf",
	} {
		if view[name] == nil {
			t.Errorf("got %v, want %s in it", view, name)
		}
		delete(view, name)
	}
	if len(view) != 0 {
		t.Errorf("got more than was promised: %v", view)
	}
}

// O-14: Redis stops while somebody is signed in.
func TestRedisAway(t *testing.T) {
	server, rdb := redistest.Server(t)
	r := newRig(t)
	r.redis = rdb
	r.app = r.replica(t)
	b := r.signedIn(t)
	id := b.sessionID()
	answer := r.Approve(t, b.start("/login")).Encode()
	server.Close()
	for name, resp := range map[string]*http.Response{
		"api": b.call("GET", "/api/notes", ""), "session": b.call("GET", "/session", ""), "logout": b.call("POST", "/logout", ""),
		"login": b.get("/login"), "callback": b.get("/callback?" + answer), "readyz": b.get("/readyz"),
	} {
		if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
			t.Errorf("O-14 %s: got %d %s, want 503 with Retry-After", name, resp.StatusCode, body(resp))
		}
		if len(resp.Cookies()) != 0 {
			t.Errorf("O-14 %s: got cookies %v, want none touched", name, resp.Cookies())
		}
	}
	wantStatus(t, b.get("/livez"), http.StatusOK)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	r.clock.Move(time.Second)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	wantStatus(t, b.get("/callback?"+answer), http.StatusSeeOther)
	if id == b.sessionID() {
		t.Error("the login in progress did not survive")
	}
}

// O-24: one address cannot start logins without end.
func TestLoginRate(t *testing.T) {
	r := newRig(t)
	r.app = r.replica(t, func(c *configT) { c.LoginRate = 1 })
	b := newBrowser(t, r.app)
	limited := 0
	for range 30 {
		if resp := b.get("/login"); resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") != "" {
			limited++
		}
	}
	if limited < 15 {
		t.Errorf("got %d of 30 refused, want most of those over the burst of 10", limited)
	}
}

func TestConfig(t *testing.T) {
	good := func() bff.Config {
		return bff.Config{
			Profile: "production", PublicURL: "https://app.example", Issuer: "https://auth.example", APIURL: "https://api.example",
			RedisURL: "rediss://:a-password@redis.example", SealKey: config.Secret(oauth.NewSecret()), Listen: ":8080", TrustedProxies: config.NoProxies, ClientID: "notes", ClientSecret: "a-good-one",
			TokenAuthMethod: "client_secret_basic", Scopes: []string{"openid"}, APIRoutes: []string{"GET /notes"},
			CookiePrefix: "quartet-client-", LoginTTL: time.Minute, LoginRate: 1, HandoverTTL: time.Minute, SessionTTL: time.Hour, SessionIdle: time.Minute,
		}
	}
	if err := new(good()).Validate(); err != nil {
		t.Errorf("a good production config: got %v", err)
	}
	for name, tt := range map[string]struct {
		change func(*configT)
		want   []string
	}{
		"I-08 all dev defaults at once": {func(c *configT) {
			c.PublicURL, c.Issuer, c.APIURL, c.RedisURL, c.SealKey, c.TrustedProxies = "http://a", "http://b", "http://c", "", "", nil
			c.ClientSecret = "notes-dev-secret-not-for-production"
		}, []string{"public-url", "issuer", "api-url", "redis-url", "seal-key", "client-secret", "trusted-proxies"}},
		"public client":       {func(c *configT) { c.TokenAuthMethod = "none" }, []string{"token-auth-method"}},
		"no openid":           {func(c *configT) { c.Scopes = []string{"notes:read"} }, []string{"openid"}},
		"path in public-url":  {func(c *configT) { c.PublicURL = "https://a/b" }, []string{"public-url"}},
		"idle over absolute":  {func(c *configT) { c.SessionIdle = 2 * time.Hour }, []string{"session-idle"}},
		"no cookie prefix":    {func(c *configT) { c.CookiePrefix = "" }, []string{"cookie-prefix"}},
		"bad cookie prefix":   {func(c *configT) { c.CookiePrefix = "a; Domain=example" }, []string{"cookie-prefix"}},
		"HMAC for ID tokens":  {func(c *configT) { c.IDTokenAlg = "HS256" }, []string{"id-token-alg"}},
		"unsigned ID tokens":  {func(c *configT) { c.IDTokenAlg = "none" }, []string{"id-token-alg"}},
		"bad route":           {func(c *configT) { c.APIRoutes = []string{"GET ../x"} }, []string{"api-routes"}},
		"no method":           {func(c *configT) { c.TokenAuthMethod = "" }, []string{"token-auth-method"}},
		"unknown method":      {func(c *configT) { c.TokenAuthMethod = "client_secret_Basic" }, []string{"token-auth-method"}},
		"no client key":       {func(c *configT) { c.TokenAuthMethod, c.ClientSecret = "private_key_jwt", "" }, []string{"client-key"}},
		"bad client key":      {func(c *configT) { c.TokenAuthMethod, c.ClientKey = "private_key_jwt", "hunter2" }, []string{"client-key"}},
		"Redis without a key": {func(c *configT) { c.Profile, c.SealKey = "dev", "" }, []string{"seal-key"}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good()
			tt.change(&cfg)
			err := cfg.Validate()
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %s in it", err, want)
				}
			}
		})
	}
}

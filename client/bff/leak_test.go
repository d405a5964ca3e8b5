package bff_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

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
	b.call("GET", "/session", "")
	b.call("GET", "/api/notes", "")
	b.call("GET", "/api/nothing", "")
	b.get("/callback?code=x&state=y")
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
		"login": b.get("/login"), "callback": b.get("/callback?" + answer),
	} {
		if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
			t.Errorf("O-14 %s: got %d %s, want 503 with Retry-After", name, resp.StatusCode, body(resp))
		}
		if len(resp.Cookies()) != 0 {
			t.Errorf("O-14 %s: got cookies %v, want none touched", name, resp.Cookies())
		}
	}
	wantReady(t, r, false)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	wantReady(t, r, true)
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

package bff_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAppLogout(t *testing.T) {
	r := newRig(t)
	b, p := r.signedIn(t), r.appSignedIn(t)
	resp := p.call("POST", "/logout")
	wantStatus(t, resp, http.StatusNoContent)
	if len(resp.Cookies()) != 0 || resp.Header.Get("Location") != "" {
		t.Errorf("got %v, want neither a cookie nor a way to the authorization server, which may hold an ID token", resp.Header)
	}
	if got := len(r.Requests("/revoke")); got != 1 {
		t.Errorf("got %d revocations, want 1 (RFC 7009)", got)
	}
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusUnauthorized)
	wantStatus(t, p.call("POST", "/logout"), http.StatusNoContent) // it is over: that is what was asked
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
}

func TestAppSessionLimits(t *testing.T) {
	r := newRig(t)
	t.Run("L-21 idle", func(t *testing.T) {
		p := r.appSignedIn(t)
		r.clock.Move(30 * time.Minute)
		wantStatus(t, p.call("GET", "/api/notes"), http.StatusUnauthorized)
	})
	t.Run("L-21 absolute", func(t *testing.T) {
		p := r.appSignedIn(t)
		for range 23 {
			r.clock.Move(20 * time.Minute)
			wantStatus(t, p.call("GET", "/session"), http.StatusOK)
		}
		r.clock.Move(20 * time.Minute)
		wantStatus(t, p.call("GET", "/session"), http.StatusUnauthorized)
	})
	t.Run("the grant dies", func(t *testing.T) {
		p := r.appSignedIn(t)
		r.RevokeGrants()
		r.clock.Move(6 * time.Minute)
		resp := p.call("GET", "/api/notes")
		if wantStatus(t, resp, http.StatusUnauthorized); len(resp.Cookies()) != 0 {
			t.Errorf("got %v, want no cookie", resp.Cookies())
		}
	})
	t.Run("K-09 the issuer ends it", func(t *testing.T) {
		p := r.appSignedIn(t)
		wantStatus(t, hear(t, r.app, r.LogoutToken(nil)), http.StatusOK)
		wantStatus(t, p.call("GET", "/api/notes"), http.StatusUnauthorized)
	})
}

// Apps are in the list of their user, who can end them from a browser.
func TestAppInTheListOfSessions(t *testing.T) {
	r := newRig(t)
	b, p := r.signedIn(t), r.appSignedIn(t)
	var list struct {
		Sessions []struct {
			ID, Browser string
			This        bool
		}
	}
	if err := json.Unmarshal([]byte(body(p.call("GET", "/sessions"))), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Sessions) != 2 || !list.Sessions[0].This || !strings.HasPrefix(list.Sessions[0].Browser, "App") {
		t.Fatalf("got %+v, want the app first, and the browser", list)
	}
	wantStatus(t, b.call("DELETE", "/sessions/"+list.Sessions[0].ID, ""), http.StatusNoContent)
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusUnauthorized)
	t.Run("and can end others", func(t *testing.T) {
		p := r.appSignedIn(t)
		wantStatus(t, p.call("DELETE", "/sessions/"+list.Sessions[1].ID), http.StatusNoContent)
		wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	})
}

// L-04, O-09: no token reaches the app, none of its secrets the log.
func TestNothingLeaksToApps(t *testing.T) {
	r := newRig(t)
	var secrets []string
	r.Configure(func(i *issuerT) {
		i.Answer = func(a map[string]any) {
			secrets = append(secrets, a["access_token"].(string), a["refresh_token"].(string), a["id_token"].(string))
		}
	})
	p := r.phone(t)
	code := p.handover(r.Issuer)
	p.keep(p.redeem(code, p.verifier))
	p.redeem(code, p.verifier)
	for _, call := range []string{"GET /api/notes", "GET /session", "GET /sessions", "GET /", "GET /api/nothing", "GET /readyz"} {
		method, target, _ := strings.Cut(call, " ")
		p.call(method, target)
	}
	r.clock.Move(6 * time.Minute)
	p.call("GET", "/api/notes")
	p.call("POST", "/logout")
	if len(secrets) != 6 {
		t.Fatalf("got %d tokens, want those of a sign-in and a refresh", len(secrets))
	}
	for _, token := range secrets {
		if strings.Contains(p.seen.String(), token) || strings.Contains(p.browser.seen.String(), token) {
			t.Errorf("L-04: the app or its browser saw %.8s...", token)
		}
	}
	if strings.Contains(p.browser.seen.String(), p.id) || strings.Contains(p.browser.seen.String(), p.verifier) {
		t.Error("the browser saw the session or the verifier of the app")
	}
	for _, secret := range append(secrets, p.id, strings.TrimPrefix(p.id, "app."), code, p.verifier) {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("O-09: the log holds %.8s...", secret)
		}
	}
}

// RFC 9449: the key of the tokens travels with the hand-over.
func TestAppWithBoundTokens(t *testing.T) {
	r := newRig(t, bound)
	p := r.appSignedIn(t)
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusOK)
	r.clock.Move(6 * time.Minute)
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusOK)
	if call, _ := r.api.last(t); call.Header.Get("DPoP") == "" {
		t.Error("upstream: got no proof")
	}
}

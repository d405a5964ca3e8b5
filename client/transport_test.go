package client_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/client"
	"quartet.example/shared/oauth"
)

// The header is not ambient, so a call needs nothing else (client.session.csrf is
// for cookies).
func TestAppCalls(t *testing.T) {
	r := newRig(t)
	p := r.appSignedIn(t)
	for _, call := range []string{"GET /api/notes", "POST /api/notes", "DELETE /api/notes/1", "GET /session", "GET /sessions"} {
		method, target, _ := strings.Cut(call, " ")
		if resp := p.call(method, target); resp.StatusCode != http.StatusOK || len(resp.Cookies()) != 0 {
			t.Errorf("%s: got %d %s, want 200 and no cookie", call, resp.StatusCode, body(resp))
		}
	}
	r.clock.Move(6 * time.Minute)
	before := len(r.Requests("/token"))
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusOK)
	if got := len(r.Requests("/token")) - before; got != 1 {
		t.Errorf("L-19: got %d refreshes, want 1", got)
	}
}

// A session rides on what it was made for, and on nothing else.
func TestSessionTransport(t *testing.T) {
	r := newRig(t)
	b, p := r.signedIn(t), r.appSignedIn(t)
	const transport, kind, present = "client.session.transport", "client.session.kind", "client.session.present"
	cookie := func(id string) string { return sessionCookie + "=" + id }
	for name, tt := range map[string]struct {
		headers header
		status  int
		check   string
	}{
		"the app's id in its header":                {header{"Authorization": "Session " + p.id}, 200, ""},
		"a scheme has no case (RFC 9110 §11.1)":     {header{"Authorization": "session " + p.id}, 200, ""},
		"a cookie of somebody else is nothing":      {header{"Authorization": "Session " + p.id, "Cookie": "lb=1"}, 200, ""},
		"header and its browser's cookie":           {header{"Authorization": "Session " + p.id, "Cookie": cookie(b.sessionID())}, 400, transport},
		"header and a cookie that is nobody's":      {header{"Authorization": "Session " + p.id, "Cookie": cookie("x")}, 400, transport},
		"header and a login in progress":            {header{"Authorization": "Session " + p.id, "Cookie": "__Host-quartet-login-x=1.y"}, 400, transport},
		"a browser's id in the header":              {header{"Authorization": "Session " + b.sessionID()}, 401, kind},
		"a browser's id dressed up":                 {header{"Authorization": "Session app." + b.sessionID()}, 401, present},
		"the app's id undressed":                    {header{"Authorization": "Session " + strings.TrimPrefix(p.id, "app.")}, 401, kind},
		"the app's id in a cookie":                  {header{"Cookie": cookie(p.id), "X-Requested-With": "quartet"}, 401, present},
		"the app's id undressed in a cookie":        {header{"Cookie": cookie(strings.TrimPrefix(p.id, "app.")), "X-Requested-With": "quartet"}, 401, present},
		"Bearer is for access tokens":               {header{"Authorization": "Bearer " + p.id, "X-Requested-With": "quartet"}, 401, present},
		"no id":                                     {header{"Authorization": "Session"}, 401, kind},
		"an id that is none":                        {header{"Authorization": "Session app.x"}, 401, kind},
		"more than an id":                           {header{"Authorization": "Session " + p.id + ", x"}, 401, kind},
		"unknown id":                                {header{"Authorization": "Session app." + oauth.NewSecret()}, 401, present},
		"L-14 a page of another site with the id":   {header{"Authorization": "Session " + p.id, "Sec-Fetch-Site": "cross-site"}, 403, "client.session.fetch_site"},
		"L-14 an origin of another site":            {header{"Authorization": "Session " + p.id, "Origin": "https://evil.example"}, 403, "client.session.origin"},
		"L-14 a cookie alone needs our header":      {header{"Cookie": cookie(b.sessionID())}, 403, "client.session.csrf"},
		"a header for somebody in front is nothing": {header{"Cookie": cookie(b.sessionID()), "X-Requested-With": "quartet", "Authorization": "Basic eDp5"}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, target := range []string{"/api/notes", "/sessions"} {
				calls := r.api.count()
				resp := p.send("GET", target, "", tt.headers)
				r.wantRefused(t, resp, tt.status, tt.check)
				if tt.status == 401 && !strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), `Session realm="client"`) {
					t.Errorf("got challenge %q", resp.Header.Get("WWW-Authenticate"))
				}
				if tt.status != 200 && (r.api.count() != calls || len(resp.Cookies()) != 0) {
					t.Errorf("%s: got a call upstream or a cookie", target)
				}
			}
		})
	}
	t.Run("two headers", func(t *testing.T) {
		twice := httptest.NewRequestWithContext(t.Context(), "GET", home+"/session", nil)
		twice.Header["Authorization"] = []string{"Session " + p.id, "Bearer x"}
		r.wantRefused(t, p.exchange(twice), http.StatusBadRequest, transport)
	})
	t.Run("GET /session tells an app that its session is over", func(t *testing.T) {
		r.wantRefused(t, p.send("GET", "/session", "", header{"Authorization": "Session app." + oauth.NewSecret()}), http.StatusUnauthorized, present)
	})
}

// Pages are for browsers.
func TestPagesDoNotKnowApps(t *testing.T) {
	r := newRig(t)
	p := r.appSignedIn(t)
	resp := p.call("GET", "/")
	if got := body(resp); strings.Contains(got, "Alice") || !strings.Contains(got, `href="/login"`) {
		t.Errorf("got %s, want the page for nobody", got)
	}
	form := url.Values{"text": {"x"}}.Encode()
	calls := r.api.count()
	p.send("POST", "/notes", form, header{"Authorization": "Session " + p.id, "Content-Type": "application/x-www-form-urlencoded"})
	if r.api.count() != calls {
		t.Error("a form of the page worked for an app")
	}
}

// Whoever asks without a guard gets the same answer.
func TestUserOfAnApp(t *testing.T) {
	r := newRig(t)
	b, p := r.signedIn(t), r.appSignedIn(t)
	request := httptest.NewRequestWithContext(t.Context(), "GET", home+"/", nil)
	request.Header.Set("Authorization", "Session "+p.id)
	if user, err := r.app.User(request); err != nil || user.Subject != "alice" {
		t.Errorf("got %+v and %v, want alice", user, err)
	}
	request.Header.Set("Cookie", sessionCookie+"="+b.sessionID())
	if user, err := r.app.User(request); !errors.Is(err, client.ErrNobody) {
		t.Errorf("with a cookie beside it: got %+v and %v, want %v", user, err, client.ErrNobody)
	}
}

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

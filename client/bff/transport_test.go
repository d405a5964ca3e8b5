package bff_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/client/bff"
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
		"header and a login in progress":            {header{"Authorization": "Session " + p.id, "Cookie": "__Host-quartet-client-login-x=1.y"}, 400, transport},
		"a browser's id in the header":              {header{"Authorization": "Session " + b.sessionID()}, 401, kind},
		"a browser's id dressed up":                 {header{"Authorization": "Session app." + b.sessionID()}, 401, present},
		"the app's id undressed":                    {header{"Authorization": "Session " + strings.TrimPrefix(p.id, "app.")}, 401, kind},
		"the app's id in a cookie":                  {header{"Cookie": cookie(p.id), "X-Requested-With": "quartet"}, 401, present},
		"the app's id undressed in a cookie":        {header{"Cookie": cookie(strings.TrimPrefix(p.id, "app.")), "X-Requested-With": "quartet"}, 401, present},
		"Bearer is for access tokens":               {header{"Authorization": "Bearer " + p.id, "X-Requested-With": "quartet"}, 401, present},
		"no id":                                     {header{"Authorization": "Session"}, 401, kind},
		"something as long":                         {header{"Authorization": "Session app_" + oauth.NewSecret()}, 401, kind},
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

// Whoever asks without a guard gets the same answer.
func TestUserOfAnApp(t *testing.T) {
	r := newRig(t)
	b, p := r.signedIn(t), r.appSignedIn(t)
	request := httptest.NewRequestWithContext(t.Context(), "GET", home+"/", nil)
	request.Header.Set("Authorization", "Session "+p.id)
	if user, err := r.app.User(request); err != nil || user.Subject != "alice" || !user.App {
		t.Errorf("got %+v and %v, want alice", user, err)
	}
	request.Header.Set("Cookie", sessionCookie+"="+b.sessionID())
	if user, err := r.app.User(request); !errors.Is(err, bff.ErrNobody) {
		t.Errorf("with a cookie beside it: got %+v and %v, want %v", user, err, bff.ErrNobody)
	}
}

package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const formType = "application/x-www-form-urlencoded"

// K-12: sign-out ends the session here, revokes at the server, and goes on there.
func TestLogout(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	before := b.sessionID()
	resp := b.call("POST", "/logout", "")
	wantStatus(t, resp, http.StatusSeeOther)
	u, _ := url.Parse(resp.Header.Get("Location"))
	q := u.Query()
	if u.Path != "/logout" || q.Get("client_id") != "notes" || q.Get("post_logout_redirect_uri") != home+"/" || q.Get("state") == "" || q.Get("logout_hint") != "op-session" {
		t.Errorf("got %s, want the end session endpoint", u)
	}
	if q.Has("id_token_hint") {
		t.Error("L-04: the ID token passes through the browser")
	}
	if revoked := r.Requests("/revoke"); len(revoked) != 1 || revoked[0].Form.Get("token_type_hint") != "refresh_token" {
		t.Errorf("got revocations %v, want the refresh token's", revoked)
	}
	thief := newBrowser(t, r.app)
	thief.cookies[sessionCookie] = before
	wantStatus(t, thief.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	b.app = r.pages()
	for name, target := range map[string]string{ // state says nothing that we act upon: coming back is a visit
		"CP-08 oidcc-client-test-rp-init-logout":             "/?state=" + q.Get("state"),
		"CP-08 oidcc-client-test-rp-init-logout-no-state":    "/",
		"CP-08 oidcc-client-test-rp-init-logout-other-state": "/?state=other",
	} {
		t.Run(name, func(t *testing.T) {
			for _, h := range []header{nil, fromElsewhere} {
				resp := b.do("GET", target, "", h)
				wantStatus(t, resp, http.StatusOK)
				if len(resp.Cookies()) != 0 || b.sessionID() != "" {
					t.Errorf("got cookies %v, want nobody signed in", resp.Cookies())
				}
			}
		})
	}
}

func TestLogoutCSRF(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	other := r.signedIn(t)
	csrf := func(b *browser) string {
		_, rest, _ := strings.Cut(body(b.call("GET", "/session", "")), `"csrf":"`)
		token, _, _ := strings.Cut(rest, `"`)
		return "csrf=" + url.QueryEscape(token)
	}
	for name, tt := range map[string]struct {
		body    string
		headers header
	}{
		"K-12 form without token":         {"", header{"Content-Type": formType}},
		"K-12 form with another's token":  {csrf(other), header{"Content-Type": formType}},
		"K-12 cross-site form with token": {csrf(b), header{"Content-Type": formType, "Sec-Fetch-Site": "cross-site"}},
		"K-12 form of another origin":     {csrf(b), header{"Content-Type": formType, "Origin": "http://evil.localhost:6600"}},
		"K-12 header from another site":   {"", header{"X-Requested-With": "quartet", "Sec-Fetch-Site": "cross-site"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantStatus(t, b.do("POST", "/logout", tt.body, tt.headers), http.StatusForbidden)
			wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
		})
	}
	t.Run("K-12 GET signs nobody out", func(t *testing.T) {
		wantStatus(t, b.get("/logout"), http.StatusMethodNotAllowed)
		wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	})
	t.Run("our own form does", func(t *testing.T) {
		wantStatus(t, b.do("POST", "/logout", csrf(b), header{"Content-Type": formType, "Origin": home, "Sec-Fetch-Site": "same-origin"}), http.StatusSeeOther)
		wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	})
}

func TestLogoutWithHint(t *testing.T) {
	r := newRig(t, func(c *configT) { c.LogoutHint = true })
	location := r.signedIn(t).call("POST", "/logout", "").Header.Get("Location")
	if !strings.Contains(location, "id_token_hint=") {
		t.Errorf("got %s, want id_token_hint in it", location)
	}
}

// That the server is away keeps nobody signed in here.
func TestLogoutWithIssuerAway(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.Configure(func(i *issuerT) { i.Down = func(*http.Request) bool { return true } })
	wantStatus(t, b.call("POST", "/logout", ""), http.StatusSeeOther)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
}

// L-21: limits are the server's, whatever the cookie says.
func TestSessionLimits(t *testing.T) {
	r := newRig(t)
	idle, busy := r.signedIn(t), r.signedIn(t)
	for range 15 {
		r.clock.Move(29 * time.Minute)
		wantStatus(t, busy.call("GET", "/api/notes", ""), http.StatusOK)
	}
	wantStatus(t, idle.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	for range 3 {
		r.clock.Move(20 * time.Minute)
		busy.call("GET", "/api/notes", "")
	}
	wantStatus(t, busy.call("GET", "/api/notes", ""), http.StatusUnauthorized)
}

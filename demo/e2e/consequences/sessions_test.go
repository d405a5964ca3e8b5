package consequences_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

// clientSessions tests that a session lives while it is used, for at most eight hours, and that
// the user does not notice that access tokens live for five minutes (RFC 10017 §6.1.3).
func clientSessions(t *testing.T, s *world) {
	t.Run("L-19 L-21 used every 20 minutes for 7 h 50: each call is answered and the tokens rotate; after 8 h it ends", func(t *testing.T) {
		b := s.signIn(t, "alice", "wonderland")
		before, seen := len(s.Gate.Seen(rig.Refreshes)), map[string]bool{}
		steps := 0
		for past := 20 * time.Minute; past <= 7*time.Hour+50*time.Minute; past += 20 * time.Minute {
			s.later(20 * time.Minute)
			if h := b.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK {
				t.Fatalf("after %s: got %d %s", past, h.Status, h.Body)
			}
			steps++
		}
		for _, e := range s.Gate.Seen(rig.Refreshes)[before:] {
			seen[e.Form.Get("refresh_token")] = true
		}
		if len(seen) != steps {
			t.Errorf("got %d refresh tokens in %d refreshes", len(seen), steps)
		}
		s.later(15 * time.Minute) // now 7 h 55 old
		s.later(6 * time.Minute)  // now 8 h 1 old, and idle for 21 minutes
		s.sessionIsDead(t, b)
	})
	t.Run("L-21 the session survives 29 idle minutes, and ends after 30 minutes and a second", func(t *testing.T) {
		b := s.signIn(t, "alice", "wonderland")
		s.later(29 * time.Minute)
		if h := b.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK {
			t.Fatalf("29 minutes: got %d", h.Status)
		}
		s.later(30*time.Minute + time.Second)
		s.sessionIsDead(t, b)
	})
	t.Run("L-05 a sign-in makes a new session id, and the old one is refused", func(t *testing.T) {
		b := s.signIn(t, "alice", "wonderland")
		thief := s.thiefOf(t, b)
		b.Open(s.Client + "/login")
		if h := b.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK {
			t.Fatalf("the new session: got %d at %s", h.Status, b.At())
		}
		if thief.Cookie("app.localhost", rig.SessionCookie) == b.Cookie("app.localhost", rig.SessionCookie) {
			t.Error("the session id is the same")
		}
		s.sessionIsDead(t, thief)
	})
}

// thiefOf opens a browser with a copy of the client's session cookie.
func (s *world) thiefOf(t *testing.T, b *browser.Browser) *browser.Browser {
	t.Helper()
	thief := s.browser(t)
	value := b.Cookie("app.localhost", rig.SessionCookie)
	if value == "" {
		t.Fatal("there is no session to steal")
	}
	plant(thief, value)
	return thief.Elsewhere(s.Client + "/")
}

// sessionIsDead fails the test unless the client refuses the session everywhere. A refusal also
// deletes the cookie, so it is set again before each request.
func (s *world) sessionIsDead(t *testing.T, b *browser.Browser) {
	t.Helper()
	b.Elsewhere(s.Client + "/")
	cookie := b.Cookie("app.localhost", rig.SessionCookie)
	if cookie == "" {
		t.Fatal("the browser has no cookie: there is nothing to refuse")
	}
	before := s.Log.Len()
	h := b.Fetch(http.MethodGet, "/api/notes", "")
	answer{Status: h.Status, Body: h.Body, log: s.Log.From(before)}.refused(t, http.StatusUnauthorized, "client.session.present")
	plant(b, cookie)
	if h := b.Fetch(http.MethodGet, "/session", ""); !strings.Contains(h.Body, `"authenticated":false`) {
		t.Errorf("/session: got %d %s", h.Status, h.Body)
	}
	plant(b, cookie)
}

// plant sets the client's session cookie in a browser.
func plant(b *browser.Browser, value string) {
	b.Plant("app.localhost", &http.Cookie{Name: rig.SessionCookie, Value: value, Path: "/", Secure: true})
}

// authserverSessions tests that the session at the authorization server ends after two hours
// without use, and after twelve hours in any case.
func authserverSessions(t *testing.T, s *world) {
	for name, c := range map[string]struct {
		every time.Duration
		times int
		ends  time.Duration
	}{
		"L-21 idle for more than two hours":         {0, 0, 2*time.Hour + time.Minute},
		"L-21 twelve hours old, though just in use": {100 * time.Minute, 7, 21 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			b := s.browser(t)
			s.grant(t, b, "native", notes)
			for range c.times {
				s.later(c.every)
				if got := s.quietly(t, b); got != "consent_required" {
					t.Fatalf("the session ended although it is in use: got %q", got)
				}
				s.allow(t, b, "native", notes)
			}
			s.later(c.ends)
			s.signedOut(t, b)
		})
	}
}

// signedOut fails the test if the authorization server still has a session for the browser.
func (s *world) signedOut(t *testing.T, b *browser.Browser) {
	t.Helper()
	if b.Open(s.Issuer + "/account"); !b.Has(`input[type="password"]`) {
		t.Errorf("/account: got %d %s", b.Status(), b.Text())
	}
	if got := s.quietly(t, b); got != "login_required" {
		t.Errorf("prompt=none: got %q", got)
	}
}

// quietly sends an authorization request with prompt=none, and returns the error. The native
// client needs consent each time.
func (s *world) quietly(t *testing.T, b *browser.Browser) string {
	t.Helper()
	r := rig.Authorization("native", callbacks["native"], "openid")
	r.Set("prompt", "none")
	b.StopAt(callbacks["native"]).Open(s.Authorize(r))
	if b.StoppedAt() == nil {
		return ""
	}
	return b.StoppedAt().Query().Get("error")
}

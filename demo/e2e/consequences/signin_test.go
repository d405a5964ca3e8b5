package consequences_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
)

// signIns tests that an authorization response is accepted only from the browser that sent the
// request, within ten minutes, once (RFC 9700 §4.7.1, §4.2.4; RFC 9207 §2.4).
func signIns(t *testing.T, s *world) {
	// asked returns a browser, and the callback that it has not requested yet.
	asked := func(t *testing.T) (*browser.Browser, *url.URL) {
		t.Helper()
		b := s.browser(t).StopAt(s.Client+"/callback").Open(s.Client+"/login").Login("alice", "wonderland")
		if b.Has(`button[value="allow"]`) {
			b.Approve()
		}
		if b.StoppedAt() == nil {
			t.Fatalf("no answer; at %s: %s", b.At(), b.Text())
		}
		return b, b.StoppedAt()
	}
	opens := func(t *testing.T, b *browser.Browser, callback *url.URL, check string) {
		t.Helper()
		before := s.Log.Len()
		b.Open(callback.String())
		answer{Status: b.Status(), Body: b.Text(), log: s.Log.From(before)}.refused(t, http.StatusBadRequest, check)
	}
	signedIn := func(b *browser.Browser) bool {
		b.Elsewhere(s.Client + "/")
		return strings.Contains(b.Fetch(http.MethodGet, "/session", "").Body, `"authenticated":true`)
	}
	t.Run("L-11 a callback from the history neither signs in nor signs out", func(t *testing.T) {
		b, callback := asked(t)
		if b.Open(callback.String()); !signedIn(b) {
			t.Fatalf("the first time: got %d %s", b.Status(), b.Text())
		}
		opens(t, b, callback, "client.state.bound")
		for _, h := range b.Hops() { // as if the browser had kept the cookie of the login
			for _, c := range h.Cookies() {
				if h.URL.Path == "/login" && c.MaxAge >= 0 && h.URL.Hostname() == "app.localhost" {
					b.Plant("app.localhost", c)
				}
			}
		}
		opens(t, b, callback, "client.state.unused")
		if !signedIn(b) {
			t.Error("signed out")
		}
	})
	for name, c := range map[string]struct {
		check  string
		change func(b *browser.Browser, callback *url.URL) *browser.Browser
	}{
		"a callback from an attacker does not sign the victim in": {"client.state.bound", func(*browser.Browser, *url.URL) *browser.Browser {
			return s.browser(t).Open(s.Client + "/")
		}},
		"a callback of another issuer does not sign the user in": {"client.iss.match", func(b *browser.Browser, callback *url.URL) *browser.Browser {
			q := callback.Query()
			q.Set("iss", "https://evil.example")
			callback.RawQuery = q.Encode()
			return b
		}},
		"a callback that comes after ten minutes does not sign the user in": {"client.state.fresh", func(b *browser.Browser, _ *url.URL) *browser.Browser {
			s.later(10*time.Minute + time.Second)
			return b
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b, callback := asked(t)
			b = c.change(b, callback)
			if opens(t, b, callback, c.check); signedIn(b) {
				t.Error("signed in")
			}
		})
	}
}

package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)

	t.Run("L-01 each login has its own state, nonce and challenge", func(t *testing.T) {
		seen := make(map[string]bool)
		for range 2 {
			b := browser.New(t).StopAt(s.Issuer).Open(s.Client + "/login")
			q := b.StoppedAt().Query()
			if q.Get("response_type") != "code" || q.Get("redirect_uri") != s.Client+"/callback" || q.Get("code_challenge_method") != "S256" {
				t.Errorf("got %v", q)
			}
			if last := b.Last(); !strings.Contains(last.Header.Get("Cache-Control"), "no-store") {
				t.Errorf("redirect: got Cache-Control %q, want no-store", last.Header.Get("Cache-Control"))
			}
			for _, name := range []string{"state", "nonce", "code_challenge"} {
				if v := q.Get(name); len(v) < 22 || seen[v] {
					t.Errorf("%s: %q is short, or was there before", name, v)
				}
				seen[q.Get(name)] = true
			}
		}
	})

	t.Run("L-02 L-03 every cookie is __Host-, Secure and HttpOnly", func(t *testing.T) {
		b := s.SignIn(t)
		b.Submit(`form[action="/logout"]`, url.Values{})
		cookies := 0
		for _, h := range b.Hops() {
			for _, c := range h.Cookies() {
				cookies++
				lax := c.SameSite == http.SameSiteLaxMode || c.SameSite == http.SameSiteStrictMode
				if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || !lax || c.Path != "/" || c.Domain != "" {
					t.Errorf("%s%s sets %s with Secure=%v HttpOnly=%v SameSite=%v Path=%q Domain=%q", h.URL.Host, h.URL.Path, c.Name, c.Secure, c.HttpOnly, c.SameSite, c.Path, c.Domain)
				}
			}
		}
		if cookies < 4 {
			t.Errorf("got %d cookies, want those of both services", cookies)
		}
	})

	t.Run("L-05 ADV-36 a planted session id is not adopted", func(t *testing.T) { sessionFixation(t, s) })

	t.Run("L-11 the code does not stay in the address", func(t *testing.T) {
		b := s.SignIn(t)
		for _, h := range b.Hops() {
			if h.URL.Path != "/callback" {
				continue
			}
			to := h.Location()
			if (h.Status != http.StatusFound && h.Status != http.StatusSeeOther) || to == nil || to.RawQuery != "" {
				t.Errorf("callback: got %d to %v", h.Status, to)
			}
			if !strings.Contains(h.Header.Get("Cache-Control"), "no-store") || h.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("callback: Cache-Control %q, Referrer-Policy %q", h.Header.Get("Cache-Control"), h.Header.Get("Referrer-Policy"))
			}
			if b.Open(h.URL.String()); b.Status() != http.StatusBadRequest {
				t.Errorf("reload of the callback: got %d, want 400", b.Status())
			}
			return
		}
		t.Error("no callback")
	})

	t.Run("L-22 the client authenticates at the token endpoint", func(t *testing.T) {
		s.SignIn(t)
		for _, e := range s.Gate.Seen(rig.To("/token")) {
			if !strings.HasPrefix(e.Request.Get("Authorization"), "Basic ") || e.Form.Get("code_verifier") == "" || e.Form.Get("redirect_uri") != s.Client+"/callback" {
				t.Errorf("got %v with %d parameters", e.Form.Get("grant_type"), len(e.Form))
			}
		}
	})
}

func sessionFixation(t *testing.T, s *rig.Stack) {
	planted := strings.Repeat("A", 43)
	for host, cookie := range map[string]string{"app.localhost": rig.SessionCookie, "auth.localhost": rig.AuthSessionCookie} {
		b := browser.New(t)
		for _, name := range []string{rig.SessionCookie, rig.BrowserCookie, rig.AuthSessionCookie, rig.AuthBrowserCookie} {
			b.Plant(host, &http.Cookie{Name: name, Value: planted, Path: "/", Secure: true, SameSite: http.SameSiteLaxMode})
		}
		b.Open(s.Client+"/login").Login("alice", "wonderland")
		if b.Has(`button[value="allow"]`) {
			b.Approve()
		}
		if b.At().Host != strings.TrimPrefix(s.Client, "http://") || b.Status() != http.StatusOK {
			t.Fatalf("%s: at %s (%d)", host, b.At(), b.Status())
		}
		if b.Cookie(host, cookie) == planted {
			t.Errorf("%s: the planted session id was adopted", host)
		}
		thief := browser.New(t)
		thief.Plant(host, &http.Cookie{Name: cookie, Value: planted, Path: "/", Secure: true})
		if got := thief.Open(s.Client+"/").Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusUnauthorized {
			t.Errorf("%s: the planted id got %d", host, got.Status)
		}
	}
}

package login_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/browsertest"
)

func open(t *testing.T, s *browsertest.Server, change ...string) *browsertest.Browser {
	t.Helper()
	return s.Browser(t).Authorize(browsertest.Request("notes", change...))
}

func TestPage(t *testing.T) {
	s := browsertest.Start(t)
	b := open(t, s, "login_hint", browsertest.Hostile, "state", browsertest.Hostile)
	t.Run("J-12 M-15 login_hint is in the field, escaped", func(t *testing.T) {
		if got := b.Page().Find("#username").AttrOr("value", ""); got != browsertest.Hostile || strings.Contains(b.Body, "<img") {
			t.Errorf("got %q in %s", got, b.Body)
		}
	})
	t.Run("A-14 state is not on the page", func(t *testing.T) {
		if strings.Count(b.Body, "onerror") != 1 {
			t.Errorf("got %s", b.Body)
		}
	})
	t.Run("the page names the client and the host of its redirect URI", func(t *testing.T) {
		lead := b.Page().Find(".lead").Text()
		if !strings.Contains(lead, "Notes") || !strings.Contains(lead, "app.localhost:8080") || b.Page().Find("h1").Length() != 1 {
			t.Errorf("got %q", lead)
		}
	})
	t.Run("demo users sign in with one click and without script", func(t *testing.T) {
		form := b.Form(`input[value=wonderland]`)
		if got := b.Clone().Post("/login", form).Outcome(); got != "consent" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("M-01 M-02 M-03 M-04 headers", func(t *testing.T) {
		h := b.Response
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self' http://app.localhost:8080"} {
			if !strings.Contains(csp, want) {
				t.Errorf("CSP lacks %s: %s", want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Frame-Options") != "DENY" || h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("got %v", h)
		}
	})
	t.Run("cancel returns access_denied to the client, once", func(t *testing.T) {
		form := b.Form("#password")
		form.Set("decision", "deny")
		if got := b.Clone().Post("/login", form).Outcome(); got != "error access_denied" {
			t.Errorf("got %s", got)
		}
		if got := b.Clone().Post("/login", form).Outcome(); got != "page 400" {
			t.Errorf("again: got %s", got)
		}
	})
}

func TestForms(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		spoil func(b *browsertest.Browser, form url.Values)
		want  string
	}{
		"a form as it was shown":              {func(*browsertest.Browser, url.Values) {}, "consent"},
		"M-05 without the transaction":        {func(_ *browsertest.Browser, f url.Values) { f.Del("transaction") }, "page 400"},
		"M-05 with another transaction":       {func(_ *browsertest.Browser, f url.Values) { f.Set("transaction", "x") }, "page 400"},
		"M-05 from another browser":           {func(b *browsertest.Browser, _ url.Values) { b.Cookies[browser.BrowserCookie] = strings.Repeat("A", 43) }, "page 403"},
		"M-05 without the browser's cookie":   {func(b *browsertest.Browser, _ url.Values) { clear(b.Cookies) }, "page 403"},
		"M-05 from another site":              {func(b *browsertest.Browser, _ url.Values) { b.Header["Sec-Fetch-Site"] = "cross-site" }, "page 403"},
		"M-05 from another origin, as Origin": {func(b *browsertest.Browser, _ url.Values) { b.Header["Origin"] = "https://evil.example" }, "page 403"},
		"from an opaque origin":               {func(b *browsertest.Browser, _ url.Values) { b.Header["Origin"] = "null" }, "page 403"},
		"from our own origin":                 {func(b *browsertest.Browser, _ url.Values) { b.Header["Origin"] = browsertest.Issuer }, "consent"},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, s)
			form := b.Form("#password")
			form.Set("username", "alice")
			form.Set("password", "wonderland")
			tt.spoil(b, form)
			if got := b.Post("/login", form).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if tt.want != "consent" && b.Cookies[browser.SessionCookie] != "" {
				t.Error("a session began")
			}
		})
	}
	t.Run("M-05 a stale form", func(t *testing.T) {
		b := open(t, s)
		form := b.Form("#password")
		s.Clock.Forward(10 * time.Minute)
		if got := b.Post("/login", form).Outcome(); got != "page 400" {
			t.Errorf("got %s", got)
		}
	})
}

func TestNoEnumeration(t *testing.T) {
	s := browsertest.Start(t)
	bodies := map[string]string{}
	for _, username := range []string{"alice", "nobody", "carol"} { // carol is disabled
		b := open(t, s).Login(username, "wrong")
		if b.Status != http.StatusOK || len(b.Cookies) != 1 {
			t.Errorf("M-09 %s: got %d, cookies %v", username, b.Status, b.Cookies)
		}
		bodies[username] = strings.ReplaceAll(strip(b), username, "USER")
	}
	if bodies["alice"] != bodies["nobody"] || bodies["alice"] != bodies["carol"] {
		t.Errorf("M-09: the pages differ: %v", bodies)
	}
	if got := open(t, s).Login("carol", "gone").Outcome(); got != "login" {
		t.Errorf("a disabled user with the right password: got %s, want login", got)
	}
}

func TestThrottle(t *testing.T) {
	s := browsertest.Start(t)
	b := open(t, s)
	for _, username := range []string{"alice", " Alice", "ALICE", "alice ", "aLiCe"} {
		if b.Login(username, "wrong"); b.Status != http.StatusOK {
			t.Fatalf("within the limit: got %d", b.Status)
		}
	}
	b.Login("alice", "wrong")
	wrong := b.Status
	t.Run("M-07 then the account is throttled, and the page says how long", func(t *testing.T) {
		if wrong != http.StatusTooManyRequests || b.Response.Get("Retry-After") != "300" || !strings.Contains(b.Body, "5 minutes") {
			t.Errorf("got %d, Retry-After %q", wrong, b.Response.Get("Retry-After"))
		}
	})
	t.Run("M-07 the right password gets the same answer", func(t *testing.T) {
		before := strip(b)
		if b.Login("alice", "wonderland"); b.Status != http.StatusTooManyRequests || strip(b) != before || b.Cookies[browser.SessionCookie] != "" {
			t.Errorf("got %d", b.Status)
		}
	})
	t.Run("M-07 bob is not affected", func(t *testing.T) {
		if got := open(t, s).Login("bob", "builder").Outcome(); got != "consent" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("M-09 an account that does not exist is throttled too", func(t *testing.T) {
		for range browsertest.Limit {
			open(t, s).Login("nobody", "wrong")
		}
		if got := open(t, s).Login("nobody", "wrong").Status; got != http.StatusTooManyRequests {
			t.Errorf("got %d", got)
		}
	})
	t.Run("M-07 after the window sign-in works again", func(t *testing.T) {
		s.Clock.Forward(browsertest.Window)
		if got := open(t, s).Login("alice", "wonderland").Outcome(); got != "consent" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("O-11 the log has the refusals, without the name", func(t *testing.T) {
		log := s.Log.String()
		for _, want := range []string{"signed in", "sign-in failed", "sign-in throttled", "as.login.throttle"} {
			if !strings.Contains(log, want) {
				t.Errorf("the log lacks %q", want)
			}
		}
		if strings.Contains(log, "alice") || strings.Contains(log, "wonderland") {
			t.Error("the log holds a name or a password")
		}
	})
}

func TestBurst(t *testing.T) {
	s := browsertest.Start(t)
	b := open(t, s)
	var checked atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		tab := b.Clone()
		all.Go(func() {
			if tab.Login("alice", "wrong"); tab.Status == http.StatusOK {
				checked.Add(1)
			}
		})
	}
	all.Wait()
	if got := checked.Load(); got != browsertest.Limit {
		t.Errorf("M-07 of a burst of 50 passwords %d were checked, want %d", got, browsertest.Limit)
	}
}

func TestHandleRotates(t *testing.T) {
	s := browsertest.Start(t)
	b := open(t, s)
	planted := strings.Repeat("A", 43)
	b.Cookies[browser.SessionCookie] = planted
	b.Login("alice", "wonderland").Decide("allow")
	first := b.Cookies[browser.SessionCookie]
	if first == planted || first == "" {
		t.Fatalf("L-05 a planted handle was adopted: %q", first)
	}
	old := b.Clone()
	b.Authorize(browsertest.Request("notes", "prompt", "login")).Login("alice", "wonderland")
	if b.Cookies[browser.SessionCookie] == first || b.Code() == "" {
		t.Errorf("the handle did not change, or no code: %s", b.Outcome())
	}
	if got := old.Authorize(browsertest.Request("notes")).Outcome(); got != "login" {
		t.Errorf("the old handle: got %s, want login", got)
	}
}

// strip returns the page without the parts that differ each time.
func strip(b *browsertest.Browser) string {
	page := b.Page()
	page.Find("input[name=transaction], .people").Remove()
	return page.Find("main").Text() + page.Find("#password").AttrOr("aria-invalid", "")
}

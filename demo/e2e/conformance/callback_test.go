package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

// callback signs in and returns the address of the callback, without requesting it.
func callback(t *testing.T, s *rig.Stack, b *browser.Browser) *url.URL {
	t.Helper()
	b.StopAt(s.Client + "/callback").Open(s.Client + "/login")
	if b.Has(`input[type="password"]`) {
		b.Login("mallory", "mischief")
	}
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.StoppedAt() == nil {
		t.Fatalf("no callback; at %s (%d): %s", b.At(), b.Status(), b.Text())
	}
	return b.StoppedAt()
}

// refused checks that the client refuses a callback with a page, creates no session, and redeems
// no code.
func refused(t *testing.T, s *rig.Stack, b *browser.Browser, address string) {
	t.Helper()
	before := len(s.Gate.Seen(rig.To("/token")))
	h := b.Fetch(http.MethodGet, address, "", browser.With("Accept", "text/html"), browser.With("Sec-Fetch-Mode", "navigate"), browser.With("X-Requested-With", ""))
	if h.Status < 400 || h.Status > 499 {
		t.Errorf("got %d, want 4xx", h.Status)
	}
	if b.Cookie("app.localhost", rig.SessionCookie) != "" {
		t.Error("a session was opened")
	}
	if after := len(s.Gate.Seen(rig.To("/token"))); after != before {
		t.Errorf("%d calls of the token endpoint", after-before)
	}
	if strings.Contains(h.Body, "<img") || strings.Contains(h.Body, "<script>alert") {
		t.Error("the page shows what it was sent, unescaped")
	}
}

func TestCallback(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)

	t.Run("L-07 another browser's answer", func(t *testing.T) {
		stolen := callback(t, s, browser.New(t)).String()
		refused(t, s, browser.New(t).Open(s.Client+"/"), stolen)
	})
	for name, change := range map[string]func(q url.Values){
		"L-08 no state":            func(q url.Values) { q.Del("state") },
		"L-08 an altered state":    func(q url.Values) { q.Set("state", q.Get("state")[1:]+"A") },
		"L-08 state twice":         func(q url.Values) { q.Add("state", q.Get("state")) },
		"L-10 code twice":          func(q url.Values) { q.Add("code", q.Get("code")) },
		"L-10 code and error":      func(q url.Values) { q.Set("error", "access_denied") },
		"L-10 nothing at all":      func(q url.Values) { clear(q) },
		"L-09 I-05 another issuer": func(q url.Values) { q.Set("iss", "https://evil.example") },
		"L-09 I-05 no issuer":      func(q url.Values) { q.Del("iss") },
		"L-10 M-15 error with markup": func(q url.Values) {
			q.Del("code")
			q.Set("error", "invalid_scope")
			q.Set("error_description", `<script>alert(1)</script><img src=x>`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := browser.New(t)
			at := callback(t, s, b)
			q := at.Query()
			change(q)
			changed := *at
			changed.RawQuery = q.Encode()
			refused(t, s, b, changed.String())
		})
	}
	t.Run("L-08 a state is spent by an error", func(t *testing.T) {
		b := browser.New(t)
		at := callback(t, s, b)
		refused(t, s, b, s.Client+"/callback?"+url.Values{"state": at.Query()["state"], "iss": {s.Issuer}, "error": {"invalid_scope"}}.Encode())
		refused(t, s, b, at.String())
	})
	t.Run("L-10 POST", func(t *testing.T) {
		if a := post(t, plain(t), s.Client+"/callback", url.Values{"code": {"x"}, "state": {"y"}}); a.Status < 400 || a.Status > 499 {
			t.Errorf("got %d", a.Status)
		}
	})
	t.Run("L-08 a state of eleven minutes ago", func(t *testing.T) {
		b := browser.New(t)
		at := callback(t, s, b)
		s.Clock.Forward(11 * time.Minute)
		refused(t, s, b, at.String())
	})
}

func TestReturnTo(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := s.SignIn(t)
	port := strings.TrimPrefix(s.Client, "http://app.localhost")
	for _, to := range []string{
		"https://evil.example", "//evil.example", "https:evil.example", "javascript:alert(1)", "/\\evil.example", "\\\\evil.example",
		"http://app.localhost:1/", "http://app.localhost" + port + "@evil.example/", "/%09/evil.example", "/\t/evil.example", "///evil.example",
		"/..//evil.example", "data:text/html,x", " https://evil.example", "http:/evil.example", "/%2f%2fevil.example", "%2f%2fevil.example", "/.evil.example/../..//evil.example",
	} {
		t.Run("L-12 ADV-16 return_to "+to, func(t *testing.T) {
			b.Open(s.Client + "/login?" + url.Values{"return_to": {to}}.Encode())
			if b.At().Host != "app.localhost"+port {
				t.Errorf("landed at %s", b.At())
			}
			for _, h := range b.Hops() {
				if l := h.Location(); l != nil && strings.HasSuffix(l.Hostname(), "evil.example") {
					t.Errorf("%s redirected to %s", h.URL.Path, l)
				}
			}
		})
	}
	t.Run("L-12 a path of our own is kept", func(t *testing.T) {
		b.Open(s.Client + "/login?return_to=" + url.QueryEscape("/?x=1"))
		if got := b.At().RequestURI(); got != "/?x=1" {
			t.Errorf("landed at %s", got)
		}
	})
}

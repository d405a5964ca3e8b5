package consent_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/browsertest"
	"quartet.example/shared/redistest"
)

// ask opens an authorization request in a signed-in browser, up to the consent page.
func ask(t *testing.T, s *browsertest.Server, clientID string, change ...string) *browsertest.Browser {
	t.Helper()
	b := s.Browser(t).Authorize(browsertest.Request(clientID, change...)).Login("alice", "wonderland")
	if got := b.Outcome(); got != "consent" {
		t.Fatalf("got %s, want consent: %s", got, b.Body)
	}
	return b
}

func TestPage(t *testing.T) {
	s := browsertest.Start(t)
	b := ask(t, s, "notes", "scope", "openid offline_access notes:write")
	t.Run("M-12 the page names client, place, user and each scope", func(t *testing.T) {
		text := b.Page().Find("main").Text()
		for _, want := range []string{"Notes", "app.localhost:8080", "Alice Liddell", "Add and delete notes for you", "notes:write", "offline_access", "while you are away"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
	})
	t.Run("deny is as easy as allow", func(t *testing.T) {
		got := b.Page().Find("button[name=decision]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if !slices.Equal(got, []string{"allow", "deny"}) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("M-01 M-02 headers", func(t *testing.T) {
		csp := b.Response.Get("Content-Security-Policy")
		if !strings.Contains(csp, "form-action 'self' http://app.localhost:8080") || !strings.Contains(csp, "frame-ancestors 'none'") || b.Response.Get("Cache-Control") != "no-store" {
			t.Errorf("got %v", b.Response)
		}
	})
	t.Run("after the link for another user, another user signs in, and the page asks that user", func(t *testing.T) {
		tab := b.Clone()
		href := tab.Page().Find(`main a[href^="login?"]`).AttrOr("href", "")
		tab.Get("/"+href).Login("bob", "builder")
		if tab.Outcome() != "consent" || !strings.Contains(tab.Page().Find("main").Text(), "Bob Mason") {
			t.Errorf("got %s", tab.Outcome())
		}
	})
}

func TestHostileClient(t *testing.T) {
	s := browsertest.Start(t)
	b := ask(t, s, "hostile")
	if strings.Contains(b.Body, "<img") || strings.Contains(b.Body, "javascript:") {
		t.Errorf("M-15: got %s", b.Body)
	}
	if b.Page().Find("main a[rel]").Length() != 0 {
		t.Error("M-15: links that are none are offered")
	}
}

func TestDecisions(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		decision string
		spoil    func(b *browsertest.Browser, form url.Values)
		want     string
	}{
		"allow":                             {"allow", nil, "code"},
		"A-16 deny":                         {"deny", nil, "error access_denied"},
		"no decision":                       {"", nil, "page 400"},
		"another decision":                  {"maybe", nil, "page 400"},
		"M-05 without the transaction":      {"allow", func(_ *browsertest.Browser, f url.Values) { f.Del("transaction") }, "page 400"},
		"M-05 from another browser":         {"allow", func(b *browsertest.Browser, _ url.Values) { b.Cookies[browser.BrowserCookie] = strings.Repeat("A", 43) }, "page 403"},
		"M-05 from another site":            {"allow", func(b *browsertest.Browser, _ url.Values) { b.Header["Sec-Fetch-Site"] = "cross-site" }, "page 403"},
		"in the name of another session":    {"allow", func(_ *browsertest.Browser, f url.Values) { f.Set("session", "other") }, "page 403"},
		"after the session ended":           {"allow", func(b *browsertest.Browser, _ url.Values) { delete(b.Cookies, browser.SessionCookie) }, "login"},
		"deny, after the session ended":     {"deny", func(b *browsertest.Browser, _ url.Values) { delete(b.Cookies, browser.SessionCookie) }, "error access_denied"},
		"with another site as Origin":       {"allow", func(b *browsertest.Browser, _ url.Values) { b.Header["Origin"] = "https://evil.example" }, "page 403"},
		"allow twice is a repeated request": {"allow", func(_ *browsertest.Browser, f url.Values) { f.Add("decision", "allow") }, "page 400"},
	} {
		t.Run(name, func(t *testing.T) {
			b := ask(t, s, "notes", "prompt", "consent")
			form := b.Form("button[value=allow]")
			if tt.decision != "" {
				form.Set("decision", tt.decision)
			}
			if tt.spoil != nil {
				tt.spoil(b, form)
			}
			if got := b.Post("/consent", form).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDenied(t *testing.T) {
	s := browsertest.Start(t)
	b := ask(t, s, "notes")
	back := b.Clone()
	b.Decide("deny")
	q := b.Left.Query()
	if q.Get("error") != "access_denied" || q.Get("state") != "xyz" || q.Get("iss") != browsertest.Issuer {
		t.Errorf("A-16: got %v", q)
	}
	if got := back.Decide("allow").Outcome(); got != "page 400" {
		t.Errorf("A-16 going back and allowing: got %s, want page 400", got)
	}
	if got := b.Authorize(browsertest.Request("notes")).Outcome(); got != "consent" {
		t.Errorf("a denial is not remembered as consent: got %s", got)
	}
}

// A double click sends two requests in parallel. One code is issued, and both responses contain it.
func TestAllowedTwiceGetsOneCode(t *testing.T) {
	s := browsertest.Start(t)
	b := ask(t, s, "notes")
	var mu sync.Mutex
	answers := map[string]int{}
	var all sync.WaitGroup
	for range 50 {
		tab := b.Clone()
		all.Go(func() {
			answer := tab.Decide("allow").Outcome()
			if tab.Left != nil {
				answer = tab.Left.String()
			}
			mu.Lock()
			defer mu.Unlock()
			answers[answer]++
		})
	}
	all.Wait()
	if len(answers) != 1 || !strings.Contains(slices.Collect(maps.Keys(answers))[0], "code=") {
		t.Errorf("got %v, want one address with a code", answers)
	}
	if given := strings.Count(s.Log.String(), `msg="consent given"`); given != 1 {
		t.Errorf("got %d codes issued, want 1", given)
	}
}

func TestSecondClick(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		first, second string
		between       func(b *browsertest.Browser)
		want          string
	}{
		"allow and allow":               {"allow", "allow", nil, "same"},
		"deny and deny":                 {"deny", "deny", nil, "same"},
		"deny after allow gets no code": {"allow", "deny", nil, "page 400"},
		"allow after deny gets no code": {"deny", "allow", nil, "page 400"},
		"another browser gets nothing":  {"allow", "allow", func(b *browsertest.Browser) { b.Cookies[browser.BrowserCookie] = strings.Repeat("A", 43) }, "page 403"},
		"no browser gets nothing":       {"allow", "allow", func(b *browsertest.Browser) { delete(b.Cookies, browser.BrowserCookie) }, "page 403"},
		"after signing out":             {"allow", "allow", func(b *browsertest.Browser) { delete(b.Cookies, browser.SessionCookie) }, "page 403"},
		"after another user signed in":  {"allow", "allow", func(b *browsertest.Browser) { b.Cookies[browser.SessionCookie] = strings.Repeat("A", 43) }, "page 403"},
		"another site's form":           {"allow", "allow", func(b *browsertest.Browser) { b.Header["Sec-Fetch-Site"] = "cross-site" }, "page 403"},
		"when the code has expired":     {"allow", "allow", func(*browsertest.Browser) { s.Clock.Forward(time.Minute) }, "page 400"},
	} {
		t.Run(name, func(t *testing.T) {
			one := ask(t, s, "notes", "prompt", "consent")
			two := one.Clone()
			one.Decide(tt.first)
			if tt.between != nil {
				tt.between(two)
			}
			got := two.Decide(tt.second).Outcome()
			if two.Left != nil && two.Left.String() == one.Left.String() {
				got = "same"
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// The stored response to the client can be decrypted only with the cookie of the browser and the
// handle.
func TestStoredAnswerIsEncrypted(t *testing.T) {
	rdb := redistest.New(t)
	s := browsertest.StartOn(t, rdb)
	b := ask(t, s, "notes")
	b.Decide("allow")
	code := b.Left.Query().Get("code")
	if code == "" {
		t.Fatalf("got %s, want a code", b.Outcome())
	}
	found := 0
	for _, key := range rdb.Keys(t.Context(), "*").Val() {
		if rdb.Type(t.Context(), key).Val() != "hash" {
			continue
		}
		fields := rdb.HGetAll(t.Context(), key).Val()
		if strings.HasPrefix(key, "settled:") {
			found++
			if left := rdb.PTTL(t.Context(), key).Val(); left <= 0 || left > time.Minute || fields["answer"] == "" {
				t.Errorf("lives for %s with answer %q", left, fields["answer"])
			}
		}
		for name, value := range fields {
			if strings.Contains(value, code) {
				t.Errorf("the code is in %s of %s", name, key)
			}
		}
	}
	if found != 1 {
		t.Errorf("got %d answers kept, want 1", found)
	}
}

func TestRemembered(t *testing.T) {
	s := browsertest.Start(t)
	b := ask(t, s, "notes").Decide("allow")
	for name, tt := range map[string]struct {
		client string
		change []string
		want   string
	}{
		"M-12 the same scope is allowed without a question": {"notes", nil, "code"},
		"M-12 a narrower scope too":                         {"notes", []string{"scope", "openid"}, "code"},
		"M-12 a wider scope is asked about":                 {"notes", []string{"scope", "openid notes:read notes:write"}, "consent"},
		"M-12 another client is asked about":                {"web-post", nil, "consent"},
		"prompt=consent asks every time":                    {"notes", []string{"prompt", "consent"}, "consent"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.Clone().Authorize(browsertest.Request(tt.client, tt.change...)).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	t.Run("after a new sign-in there is no question either", func(t *testing.T) {
		if got := s.Browser(t).Authorize(browsertest.Request("notes")).Login("alice", "wonderland").Outcome(); got != "code" {
			t.Errorf("got %s, want code", got)
		}
	})
	t.Run("a native client is asked about each time", func(t *testing.T) { // RFC 8252 §8.6
		request := browsertest.Request("native", "redirect_uri", "http://127.0.0.1:51004/callback")
		tab := b.Clone().Authorize(request).Decide("allow")
		if tab.Code() == "" {
			t.Fatalf("got %s", tab.Outcome())
		}
		if got := tab.Authorize(request).Outcome(); got != "consent" {
			t.Errorf("again: got %s, want consent", got)
		}
		request.Set("prompt", "none")
		if got := tab.Authorize(request).Outcome(); got != "error consent_required" {
			t.Errorf("silently: got %s, want consent_required", got)
		}
	})
	t.Run("a remembered consent expires", func(t *testing.T) {
		s.Clock.Forward(8760 * time.Hour)
		if got := s.Browser(t).Authorize(browsertest.Request("notes")).Login("alice", "wonderland").Outcome(); got != "consent" {
			t.Errorf("got %s, want consent", got)
		}
	})
	if strings.Contains(s.Log.String(), "alice-sub") || !strings.Contains(s.Log.String(), "consent given") {
		t.Error("O-11: the log lacks the consent, or holds the subject")
	}
}

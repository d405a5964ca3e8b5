package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// One window, two halves: the notes page stays the page of the window, and the inspector is in a frame
// at its right. The sign-in is in the whole window (ADR 0027).
func TestBrowserShowsTheInspectorBesideThePage(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	b.Window(1920, 1080)
	b.Open(s.Client + "/")
	b.Click(`a[href="/?beside=1"]`, "iframe.inspector")
	b.Click(`main a[href^="/login"]`, demoButton)
	if got := b.Evaluate(`String(window.top === window && document.querySelectorAll("iframe").length)`); got != "0" {
		t.Errorf("the sign-in page has %s frames, want none", got)
	}
	b.Click(demoButton, allow)
	b.Click(allow, "#notes")
	b.Await("iframe.inspector")
	if got := b.Address(); got != s.Client+"/?beside=1" {
		t.Errorf("the page after the sign-in is %s", got)
	}
	const halves = `(() => { const page = document.querySelector("main").getBoundingClientRect(), frame = document.querySelector("iframe").getBoundingClientRect();
		return String(page.right <= frame.left && frame.right <= innerWidth && frame.width > innerWidth * .45 && document.documentElement.scrollWidth <= innerWidth) })()`
	if got := b.Evaluate(halves); got != "true" {
		t.Error("the halves are not beside each other")
	}
	if size := b.Evaluate(`getComputedStyle(document.body).fontSize`); size != "24px" {
		t.Errorf("the body has %s, want 24px", size)
	}
	b.Await("iframe.inspector")
	b.Picture("beside", chromium.Everywhere)
	if problems := b.Problems(); len(problems) > 0 {
		t.Errorf("the browser reports %q", problems)
	}
}

// Only the client may show the inspector in a frame; nobody may show the client or the authorization
// server in one (as.consent and RFC 9700 §4.16 rely on it).
func TestWhoMayFrameWhom(t *testing.T) {
	s := rig.Start(t)
	for name, tt := range map[string]struct{ address, dest, want string }{
		"the inspector in a frame":           {s.Inspector + "/", "iframe", "frame-ancestors " + s.Client},
		"the inspector as a page":            {s.Inspector + "/", "document", "frame-ancestors 'none'"},
		"the inspector without metadata":     {s.Inspector + "/", "", "frame-ancestors 'none'"},
		"the client in a frame":              {s.Client + "/", "iframe", "frame-ancestors 'none'"},
		"the client with the inspector":      {s.Client + "/?beside=1", "document", "frame-ancestors 'none'"},
		"the authorization server":           {s.Issuer + "/", "iframe", "frame-ancestors 'none'"},
		"an error of the authorization page": {s.Issuer + "/authorize", "iframe", "frame-ancestors 'none'"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tt.address, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept", "text/html")
			if tt.dest != "" {
				r.Header.Set("Sec-Fetch-Dest", tt.dest)
			}
			resp, err := localnet.HTTPClient(waittest.Patience).Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			policy := resp.Header.Get("Content-Security-Policy")
			if !strings.HasSuffix(strings.Split(policy, "; frame-src")[0], tt.want) {
				t.Errorf("got %s, want %s", policy, tt.want)
			}
			if wants := tt.address == s.Client+"/?beside=1"; wants != strings.Contains(policy, "frame-src "+s.Inspector) {
				t.Errorf("got %s", policy)
			}
		})
	}
}

// The page about a refusal links to its message in the inspector, which shows the check that refused.
func TestBrowserErrorPageTeaches(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	b.Open(s.Client + "/callback?code=x&state=y")
	b.AwaitText("main", "This browser did not start the sign-in")
	b.Picture("error-state", chromium.Everywhere)
	request := rig.Authorization("notes", s.Client+"/callback/", "openid")
	b.Open(s.Authorize(request))
	b.AwaitText("main", "The path ends in /callback/, the registered one has no slash at the end.")
	b.Picture("error-redirect-uri", chromium.Everywhere)
	b.Click(`main a[href^="`+s.Inspector+`/t/"]`, "main")
	waittest.Until(t, "the message is recorded", func() bool { return strings.HasPrefix(b.Address(), s.Inspector+"/hops/") })
	b.AwaitText("main", "as.redirect_uri.exact")
	b.Forget() // Chromium reports the two refusals in its console
}

// Without the script, adding and deleting a note keep the inspector beside the page.
func TestFormsKeepTheInspectorBesideThePage(t *testing.T) {
	s := rig.Start(t)
	b := s.SignIn(t)
	beside := func(what string) {
		t.Helper()
		if got := b.At().RequestURI(); got != "/?beside=1" || !b.Has(`iframe.inspector[src="`+s.Inspector+`/?compact=1"]`) {
			t.Errorf("after %s: %s", what, got)
		}
	}
	b.Open(s.Client + "/?beside=1")
	beside("opening it")
	b.Submit("#add", url.Values{"text": {"milk"}})
	beside("adding a note")
	b.Submit(`#notes form`, url.Values{})
	beside("deleting it")
}

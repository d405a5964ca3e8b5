package e2e_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

const (
	demoButton = `.people button`
	allow      = `button[value="allow"]`
	signOut    = `form[action="/logout"] button`
)

// TestBrowserFlow is the first visit of a user in a real browser: sign in by typing, consent, use
// the notes, stay signed in when the access token expires, sign out at client and authorization
// server.
func TestBrowserFlow(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)

	b.Open(s.Client)
	b.Picture("client-signed-out", chromium.Everywhere)
	b.Click(`a[href^="/login"]`, `input[name="password"]`)
	b.Picture("sign-in", chromium.Everywhere)
	b.Type(`input[name="username"]`, "alice")
	b.Type(`input[name="password"]`, "through the looking-glass")
	b.Click(`button[value="sign-in"]`, `[aria-invalid="true"], .error`)
	b.Picture("sign-in-refused", chromium.Desk)
	b.Forget() // Chromium reports the refusal in its console
	b.Type(`input[name="password"]`, "wonderland")
	b.Click(`button[value="sign-in"]`, allow)
	b.Picture("consent", chromium.Everywhere)
	b.Click(allow, signOut)
	if at := b.Address(); at != s.Client+"/" {
		t.Errorf("landed at %s, want a clean address", at)
	}
	b.Picture("client-empty", chromium.Desk)

	useNotes(t, b)
	b.Picture("client", chromium.Everywhere)
	expire(t, s, b)
	outOfReach(t, s, b)
	noProblems(t, s, b)
	leave(t, s, b)
	noProblems(t, s, b)
}

func useNotes(t *testing.T, b *chromium.Browser) {
	t.Helper()
	for _, text := range []string{"Buy oysters", "Write to the Hatter", "A note with <b>markup</b> & more"} {
		b.Type("#text, input[name=text]", text)
		b.Click("#add button", "#notes li")
		b.AwaitText("#notes", text)
	}
	before := strings.Count(b.Text("#notes"), "Delete")
	b.Click("#notes li:last-child button", "#notes li:nth-child(2)")
	b.AwaitGone("#notes li:nth-child(3)")
	if after := strings.Count(b.Text("#notes"), "Delete"); before != 3 || after != 2 {
		t.Errorf("got %d notes, then %d; want 3, then 2", before, after)
	}
	if b.Evaluate(`String(document.querySelectorAll("#notes b").length)`) != "0" {
		t.Error("a note became markup")
	}
}

// expire moves the clock until the access token has expired. The user must not notice it.
func expire(t *testing.T, s *rig.Stack, b *chromium.Browser) {
	t.Helper()
	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Second)
	before := len(s.Gate.Seen(rig.Refreshes))
	b.Type("#text, input[name=text]", "After the token expired")
	b.Click("#add button", "#notes li:nth-child(3)")
	b.AwaitText("#notes", "After the token expired")
	if n := len(s.Gate.Seen(rig.Refreshes)) - before; n != 1 {
		t.Errorf("got %d refreshes, want 1", n)
	}
}

// outOfReach checks that a script on the page cannot read tokens or cookies.
func outOfReach(t *testing.T, s *rig.Stack, b *chromium.Browser) {
	t.Helper()
	for _, script := range []string{`document.cookie`, `JSON.stringify(localStorage).slice(1, -1)`, `JSON.stringify(sessionStorage).slice(1, -1)`, `indexedDB.databases().then(d => d.map(x => x.name).join())`} {
		if got := b.Evaluate(script); got != "" {
			t.Errorf("%s: got %q, want nothing", script, got)
		}
	}
	hosts := make(map[string]bool)
	for _, c := range b.Cookies() {
		hosts[c.Domain] = true
		if !strings.HasPrefix(c.Name, "__Host-") || !c.HTTPOnly || !c.Secure || (c.SameSite != "Lax" && c.SameSite != "Strict") || c.Path != "/" || strings.HasPrefix(c.Domain, ".") {
			t.Errorf("cookie %s of %s: path %q, SameSite %q, Secure %v, HttpOnly %v", c.Name, c.Domain, c.Path, c.SameSite, c.Secure, c.HTTPOnly)
		}
	}
	if !hosts["app.localhost"] || !hosts["auth.localhost"] {
		t.Errorf("cookies of %v, want those of the client and of the authorization server", hosts)
	}
}

func noProblems(t *testing.T, s *rig.Stack, b *chromium.Browser) {
	t.Helper()
	for _, problem := range b.Problems() {
		t.Errorf("console: %s", problem)
	}
	b.Forget()
	ours := []string{host(s.Client), host(s.Issuer), host(s.API)}
	for _, address := range b.Requests() {
		if u, err := url.Parse(address); err == nil && (u.Scheme == "http" || u.Scheme == "https") && !slices.Contains(ours, u.Host) {
			t.Errorf("request to %s", address)
		}
	}
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// leave signs out, and checks that the session at the authorization server has ended too.
func leave(t *testing.T, s *rig.Stack, b *chromium.Browser) {
	t.Helper()
	b.Click(signOut, `button[value="sign-out"], a[href^="/login"]`)
	if strings.HasPrefix(b.Address(), s.Issuer) {
		b.Picture("sign-out", chromium.Desk)
		b.Click(`button[value="sign-out"]`, `a[href^="/login"]`)
	}
	if !strings.HasPrefix(b.Address(), s.Client) {
		t.Errorf("at %s, want back at the client", b.Address())
	}
	b.Picture("client-after-sign-out", chromium.Desk)
	r := rig.Authorization("notes", s.Client+"/callback", "openid")
	r.Set("prompt", "none")
	b.Open(s.Authorize(r))
	if at := b.Address(); !strings.Contains(at, "error=login_required") {
		t.Errorf("prompt=none: at %s, want login_required", at)
	}
	b.Picture("client-error", chromium.Everywhere)
	b.Forget() // this response belongs to no login, so the client refuses it, and Chromium reports that
}

// TestBrowserDemo is a demonstration: one click signs in, another denies consent, and the
// inspector shows what happened.
func TestBrowserDemo(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	b.Open(s.Client + "/login")
	b.Click(demoButton, allow)
	b.Leave(`button[value="deny"]`)
	if at := b.Address(); !strings.HasPrefix(at, s.Client+"/login/denied?") {
		t.Errorf("after a no: at %s", at)
	}
	b.Picture("denied", chromium.Everywhere)
	for name, address := range map[string]string{"authserver-home": s.Issuer, "resourceserver-home": s.API} {
		b.Open(address + "/")
		b.Picture(name, chromium.Everywhere)
	}
	noProblems(t, s, b)

	b.Open(s.Client + "/login")
	b.Click(allow, signOut)
	b.Type("#text, input[name=text]", "Seen by the inspector")
	b.Click("#add button", "#notes li")
	noProblems(t, s, b)

	b.Open(s.Issuer + "/authorize?client_id=nobody")
	b.Picture("error", chromium.Everywhere)
	b.Open(s.Issuer + "/logout")
	b.Picture("sign-out-question", chromium.Desk)
	b.Leave(`button[value="sign-out"]`)
	b.Picture("signed-out", chromium.Everywhere)
	b.Forget()

	b.Open(s.Inspector)
	b.Await("h1")
	b.Picture("inspector", chromium.Everywhere)
	for _, problem := range b.Problems() {
		t.Errorf("console of the inspector: %s", problem)
	}
}

package authorize_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/shared/oauth"
)

// FuzzState: whatever state a client sends comes back as it was (RFC 6749 §4.1.2.1).
func FuzzState(f *testing.F) {
	for _, seed := range []string{"xyz", "+ %2B & # = \" ' < > é 😀", "\r\nSet-Cookie: a=b", "https://evil.example/", strings.Repeat("a", 2048), "a&code=b", ";"} {
		f.Add(seed)
	}
	s := browsertest.Start(f)
	f.Fuzz(func(t *testing.T, state string) {
		if state == "" || len(state) > 2000 || !utf8.ValidString(state) || strings.ContainsRune(state, 0) {
			t.Skip("refused before, or left out")
		}
		b := s.Browser(t).Authorize(browsertest.Request("notes", "prompt", "none", "state", state))
		if b.Left == nil || b.Left.Query().Get("state") != state || len(b.Left.Query()) != 4 || !strings.HasPrefix(b.Left.String(), browsertest.Callback+"?") {
			t.Errorf("state %q came back as %v", state, b.Left)
		}
	})
}

// FuzzScope: a scope is understood or refused, and never breaks anything.
func FuzzScope(f *testing.F) {
	for _, seed := range []string{"openid", "openid  notes:read", "openid bogus", `a"b`, "\\", "\t", "é", " ", strings.Repeat("a ", 100)} {
		f.Add(seed)
	}
	s := browsertest.Start(f)
	f.Fuzz(func(t *testing.T, scope string) {
		if len(scope) > 2000 || !utf8.ValidString(scope) || strings.ContainsRune(scope, 0) {
			t.Skip("refused before")
		}
		got := s.Browser(t).Authorize(browsertest.Request("notes", "prompt", "none", "scope", scope)).Outcome()
		want := "error invalid_scope"
		if parsed, err := oauth.ParseScope(scope); err == nil && len(parsed) > 0 && parsed.Within(oauth.Scope{"openid", "profile", "email", "offline_access", "notes:read", "notes:write"}) {
			want = "error login_required"
		}
		if got != want {
			t.Errorf("scope %q: got %s, want %s", scope, got, want)
		}
	})
}

// FuzzRedirectURI: no code or error ever goes to an address that is not registered.
func FuzzRedirectURI(f *testing.F) {
	for _, seed := range []string{
		"http://127.0.0.1:51004/callback", "http://127.0.0.1:99999/callback", "http://127.0.0.1:51004@evil.example/callback", "http://127.0.0.1.evil.example/callback",
		"http://[::1]:0/callback", "http://127.0.0.1:/callback", "http://127.0.0.1/callback#", "http://127.0.0.1:1/callback?x", "com.example.native:/callback", "javascript:alert(1)",
	} {
		f.Add(seed)
	}
	s := browsertest.Start(f)
	f.Fuzz(func(t *testing.T, uri string) {
		if uri == "" || len(uri) > 2000 {
			t.Skip("left out")
		}
		b := s.Browser(t).Authorize(browsertest.Request("native", "redirect_uri", uri, "prompt", "none"))
		if b.Left == nil {
			return
		}
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatalf("went to %q, which is no URI", uri)
		}
		u.Host = u.Hostname()
		switch u.String() {
		case "http://127.0.0.1/callback", "http://::1/callback", "com.example.native:/callback":
		default:
			t.Errorf("went to %q", uri)
		}
	})
}

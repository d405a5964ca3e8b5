package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
)

// TestBrowserSessions tests the SameSite=Strict cookie in a real browser: the user is signed in
// after the redirect from the issuer, can come by a link from another site, and can end the
// session of another browser.
func TestBrowserSessions(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	elsewhere := s.SignIn(t)

	b.Open(s.Client + "/login")
	b.Type(`input[name="username"]`, "alice")
	b.Type(`input[name="password"]`, "wonderland")
	b.Click(`button[value="sign-in"]`, signOut)
	if at := b.Address(); at != s.Client+"/" {
		t.Errorf("L-11: landed at %s, want a clean address", at)
	}
	for _, c := range b.Cookies() {
		if c.Domain == "app.localhost" && c.Name == rig.SessionCookie && c.SameSite != "Strict" {
			t.Errorf("L-02: SameSite is %q, want Strict", c.SameSite)
		}
	}
	b.Picture("client-sessions", chromium.Everywhere)

	b.Open(s.Issuer + "/account")
	b.Evaluate(`location.href = "` + s.Client + `/"; ""`)
	b.Await(signOut)

	b.Click(`form[action^="/sessions/"][action$="/end"] button`, signOut)
	b.AwaitGone(`form[action^="/sessions/"]`)
	wantNotes(t, s, elsewhere, http.StatusUnauthorized)
	if n := b.Evaluate(`String(document.querySelectorAll("section[aria-labelledby=places] li").length)`); n != "1" {
		t.Errorf("got %s sessions left, want this one", n)
	}
	noProblems(t, s, b)
}

func wantNotes(t *testing.T, s *rig.Stack, b *browser.Browser, status int) {
	t.Helper()
	b.Open(s.Client + "/")
	if got := b.Fetch(http.MethodGet, "/api/notes", "").Status; got != status {
		t.Errorf("got %d for the notes, want %d", got, status)
	}
}

// TestBackChannelLogout ends a session at the authorization server, which sends a logout token to
// the client (OIDC Back-Channel Logout 1.0).
func TestBackChannelLogout(t *testing.T) {
	s := rig.Start(t)
	t.Run("K-08 K-09 signed out at the account page", func(t *testing.T) {
		b, other := s.SignIn(t), s.SignIn(t)
		wantNotes(t, s, b, http.StatusOK)
		b.Open(s.Issuer+"/account").Submit(`li:has(.badge) button[name="end"][value="session"]`, url.Values{"end": {"session"}})
		wantNotes(t, s, b, http.StatusUnauthorized)
		wantNotes(t, s, other, http.StatusOK)
	})
	t.Run("K-08 K-09 signed out everywhere", func(t *testing.T) {
		b, other := s.SignIn(t), s.SignIn(t)
		b.Open(s.Issuer+"/account").Press("end", "everything")
		wantNotes(t, s, b, http.StatusUnauthorized)
		wantNotes(t, s, other, http.StatusUnauthorized)
	})
	t.Run("K-08 K-09 signed out by another client", func(t *testing.T) {
		b, bob := s.SignIn(t), s.SignInAs(t, "bob", "builder")
		hint := idToken(t, s, b)
		b.Open(s.Issuer + "/logout?" + url.Values{"id_token_hint": {hint}}.Encode())
		wantNotes(t, s, b, http.StatusUnauthorized)
		wantNotes(t, s, bob, http.StatusOK)
	})
}

// idToken signs the user of a browser in at another client of the seed, and returns the ID token.
func idToken(t *testing.T, s *rig.Stack, b *browser.Browser) string {
	t.Helper()
	r := rig.Authorization("web-post", "http://web.localhost:3000/callback", "openid")
	b.StopAt("http://web.localhost:3000/").Open(s.Authorize(r))
	if b.StoppedAt() == nil {
		b.Approve()
	}
	form := r.Redemption(b.StoppedAt().Query().Get("code"))
	form.Set("client_secret", "web-post-dev-secret-not-for-production")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Behind+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := localnet.HTTPClient(5 * time.Second).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		IDToken string `json:"id_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.IDToken == "" {
		t.Fatalf("got status %d and %v, want an ID token", resp.StatusCode, err)
	}
	return answer.IDToken
}

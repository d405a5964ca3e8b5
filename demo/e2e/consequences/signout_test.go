package consequences_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/waittest"
)

// signOut tests that a sign-out ends the session, its tokens, the session at the authorization
// server, and everything that depends on that session (OIDC RP-Initiated Logout, Back-Channel
// Logout).
func signOut(t *testing.T, s *world) {
	b := s.signIn(t, "alice", "wonderland")
	issued := s.Gate.Seen(rig.To("/token"))
	held := &grant{world: s, client: "notes"}
	held.keep(answer{Body: issued[len(issued)-1].Body})
	sibling := s.grant(t, b, "native", notes) // another client in the same browser
	lasting := s.grant(t, b, "native", offline)
	second := s.grant(t, b, "web-post", notes) // a client that receives logout tokens
	authserverCookie := b.Cookie("auth.localhost", rig.AuthSessionCookie)

	b.Open(s.Client + "/")
	page, _ := b.Fields(`form[action="/notes"]`)
	_, fields := b.Fields(`form[action="/notes"]`)
	thief := s.thiefOf(t, b)
	if h := thief.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK {
		t.Fatalf("before: got %d", h.Status)
	}
	b.Submit(`form[action="/logout"]`, url.Values{})

	t.Run("K-12 cookie and tokens of the client are refused before the user has answered the authorization server", func(t *testing.T) {
		s.sessionIsDead(t, thief)
		held.dead(t)
		sibling.alive(t)
	})
	b.Press("decision", "sign-out")
	t.Run("K-01 the session at the authorization server has ended", func(t *testing.T) {
		s.signedOut(t, b)
		copied := s.browser(t)
		copied.Plant("auth.localhost", &http.Cookie{Name: rig.AuthSessionCookie, Value: authserverCookie, Path: "/", Secure: true})
		s.signedOut(t, copied)
	})
	t.Run("K-08 a second client receives a logout token with the sid of the session", func(t *testing.T) {
		told := claims(t, waittest.Closed(t, "the logout token", s.heard))
		if sid := claims(t, second.idToken)["sid"]; sid == nil || told["sid"] != sid || told["nonce"] != nil {
			t.Errorf("got %v, want the sid %v", told, sid)
		}
		second.dead(t)
	})
	t.Run("K-07 a grant of another client ends with the session", func(t *testing.T) { sibling.dead(t) })
	t.Run("K-07 an offline grant stays", func(t *testing.T) { lasting.alive(t) })
	t.Run("L-14 a form of a page from the history adds no note", func(t *testing.T) {
		fields.Set("text", "from the history")
		b.Elsewhere(s.Client+"/").Post(s.Client+page, fields)
		if again := s.signIn(t, "alice", "wonderland"); strings.Contains(again.Fetch(http.MethodGet, "/api/notes", "").Body, "from the history") {
			t.Error("the note was added")
		}
	})
}

// signOutEverywhere tests that the button at /account also ends the sessions of other browsers.
func signOutEverywhere(t *testing.T, s *world) {
	here, there, bob := s.signIn(t, "alice", "wonderland"), s.signIn(t, "alice", "wonderland"), s.signIn(t, "bob", "builder")
	lasting := s.grant(t, there, "native", offline)
	hereToo := s.grant(t, here, "native", notes)
	pending := s.allow(t, there, "native", offline)
	copies := []*browser.Browser{s.thiefOf(t, here), s.thiefOf(t, there)}
	here.Open(s.Issuer+"/account").Press("end", "everything")
	waittest.Until(t, "K-08 the client hears of it", func() bool {
		there.Elsewhere(s.Client + "/")
		return strings.Contains(there.Fetch(http.MethodGet, "/session", "").Body, `"authenticated":false`)
	})
	t.Run("K-08 K-09 both browsers are signed out at the client", func(t *testing.T) {
		for _, copied := range copies {
			s.sessionIsDead(t, copied)
		}
	})
	t.Run("K-08 both browsers are signed out at the authorization server", func(t *testing.T) {
		s.signedOut(t, here)
		s.signedOut(t, there)
	})
	t.Run("K-07 every grant has ended, including offline grants", func(t *testing.T) {
		hereToo.dead(t)
		lasting.dead(t)
	})
	t.Run("K-07 a code that was issued before is refused", func(t *testing.T) {
		pending.redeem(t, "native").refused(t, http.StatusBadRequest, "as.code.known")
	})
	t.Run("K-08 the session of another user continues", func(t *testing.T) {
		bob.Open(s.Client + "/")
		if h := bob.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK {
			t.Errorf("got %d", h.Status)
		}
	})
}

// claims returns the claims of a JWT without verifying it.
func claims(t *testing.T, token string) map[string]any {
	t.Helper()
	var all jwt.MapClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

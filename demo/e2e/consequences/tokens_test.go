package consequences_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/admin"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
)

// accessTokens tests that the API accepts a token that was issued for it, for a user, until it
// expires.
func accessTokens(t *testing.T, s *world) {
	b := s.browser(t)
	t.Run("F-06 a token works for its lifetime and the allowed skew, not longer", func(t *testing.T) {
		g, unseen := s.grant(t, b, "native", notes), s.grant(t, b, "native", notes)
		life := s.Settings.Authserver.AccessTokenTTL + s.Settings.Resourceserver.ClockSkew
		s.later(life - 2*time.Second)
		s.api(t, g.access).ok(t)
		s.later(3 * time.Second)
		s.api(t, g.access).refused(t, http.StatusUnauthorized, "rs.jwt.exp")
		s.api(t, unseen.access).refused(t, http.StatusUnauthorized, "rs.jwt.exp") // a token that the API has not cached
	})
	t.Run("H-06 a revoked token is refused, and other tokens of the client are not", func(t *testing.T) {
		g, sibling := s.grant(t, b, "native", notes), s.grant(t, b, "native", notes)
		s.api(t, g.access).ok(t)
		s.post(t, "/revoke", "native", url.Values{"token": {g.access}}).ok(t)
		s.apiRefuses(t, "the revoked token", g.access)
		sibling.alive(t)
	})
	t.Run("H-03 H-05 revoking the refresh token ends the access token too", func(t *testing.T) {
		g := s.grant(t, b, "native", notes)
		s.post(t, "/revoke", "native", url.Values{"token": {g.refresh}}).ok(t)
		g.dead(t)
	})
	t.Run("another client cannot revoke", func(t *testing.T) {
		g := s.grant(t, b, "native", notes)
		s.post(t, "/revoke", "web-post", url.Values{"token": {g.refresh}})
		s.post(t, "/revoke", "web-post", url.Values{"token": {g.access}})
		g.alive(t)
	})
	t.Run("F-09 a token for another resource is refused", func(t *testing.T) {
		a := s.post(t, "/token", "service", url.Values{"grant_type": {"client_credentials"}, "resource": {other}, "scope": {"other:read"}}).ok(t)
		s.api(t, a.text("access_token")).refused(t, http.StatusUnauthorized, "rs.aud")
	})
	t.Run("a token without a user is refused for notes", func(t *testing.T) {
		a := s.post(t, "/token", "service", url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}, "resource": {s.API}}).ok(t)
		s.api(t, a.text("access_token")).refused(t, http.StatusForbidden, "rs.user")
	})
	t.Run("a client cannot be named as a user is: the server does not start", func(t *testing.T) {
		running, err := stack.Start(t.Context(), stack.Options{FreePorts: true, Configure: func(set *stack.Settings) {
			changeSeed(set, "client_id: service\n", "client_id: \"248289761001\"\n")
		}})
		if err == nil {
			_ = running.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "248289761001") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("F-17 E-11 an ID token and a refresh token are refused as access tokens", func(t *testing.T) {
		g := s.grant(t, b, "native", notes)
		s.api(t, g.idToken).refused(t, http.StatusUnauthorized, "rs.jwt.typ")
		s.api(t, g.refresh).refused(t, http.StatusUnauthorized, "rs.token.format")
	})
	t.Run("a token with another payload under the same signature is refused", func(t *testing.T) {
		g, h := s.grant(t, b, "native", notes), s.grant(t, b, "native", notes)
		mine, theirs := strings.Split(g.access, "."), strings.Split(h.access, ".")
		s.api(t, mine[0]+"."+theirs[1]+"."+mine[2]).refused(t, http.StatusUnauthorized, "rs.jwt.sig")
	})
	t.Run("F-22 a token in the query or in a form is ignored", func(t *testing.T) {
		g := s.grant(t, b, "native", notes)
		if a := s.get(t, s.API+"/notes?access_token="+g.access); a.Status != http.StatusUnauthorized {
			t.Errorf("query: got %d", a.Status)
		}
	})
}

// disabledUsers tests that a disabled user loses all sessions and tokens at once, and that after
// enabling the user must sign in again.
func disabledUsers(t *testing.T, s *world) {
	b := s.signIn(t, "bob", "builder")
	issued := s.Gate.Seen(rig.To("/token"))
	g := &grant{world: s, client: "notes"}
	g.keep(answer{Body: issued[len(issued)-1].Body})
	operate := func(verb string) {
		t.Helper()
		o := admin.Operator{Config: s.Settings.Authserver, Deps: authserver.Deps{Redis: s.Redis, Now: s.Clock.Now}.WithDefaults(s.Settings.Authserver.Service()), Out: io.Discard}
		if err := o.Do(t.Context(), "users", verb, "bob"); err != nil {
			t.Fatal(err)
		}
	}
	operate("disable")
	t.Run("the tokens of a disabled user are refused", func(t *testing.T) { g.dead(t) })
	t.Run("the session at the client has ended", func(t *testing.T) { s.sessionIsDead(t, b) })
	t.Run("a disabled user cannot sign in, with the right password", func(t *testing.T) {
		if b := s.browser(t).Open(s.Client+"/login").Login("bob", "builder"); !b.Has(`input[type="password"]`) {
			t.Errorf("got to %s: %s", b.At(), b.Text())
		}
	})
	operate("enable")
	t.Run("enabling the user restores no session or token", func(t *testing.T) {
		g.refreshed(t, g.refresh).refused(t, http.StatusBadRequest, "as.refresh.current")
		s.sessionIsDead(t, b)
		s.signIn(t, "bob", "builder")
	})
}

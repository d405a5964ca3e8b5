package consequences_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
)

// refreshTokens tests that each refresh token works once, for its own client, and for no more
// scope than was granted (RFC 6749 §6, RFC 9700 §4.14.2).
func refreshTokens(t *testing.T, s *world) {
	b := s.browser(t)
	t.Run("E-01 reuse after the grace revokes the tokens of both parties, at the API too", func(t *testing.T) {
		g := s.grant(t, b, "native", offline)
		first := *g
		g.keep(g.refreshed(t, first.refresh).ok(t))
		s.later(11 * time.Second)
		first.refreshed(t, first.refresh).refused(t, http.StatusBadRequest, "as.refresh.reuse")
		g.dead(t)
		s.apiRefuses(t, "the first access token", first.access)
	})
	t.Run("within the grace the previous token returns the same successor", func(t *testing.T) {
		g := s.grant(t, b, "native", offline)
		first := g.refresh
		g.keep(g.refreshed(t, first).ok(t))
		s.later(8 * time.Second)
		if again := g.refreshed(t, first).ok(t).text("refresh_token"); again != g.refresh {
			t.Error("the second response has another successor, so two token families exist")
		}
		g.alive(t)
	})
	t.Run("E-01 a token older than the last one is reuse, within the grace too", func(t *testing.T) {
		g := s.grant(t, b, "native", offline)
		first := g.refresh
		g.keep(g.refreshed(t, first).ok(t))
		g.keep(g.refreshed(t, g.refresh).ok(t))
		g.refreshed(t, first).refused(t, http.StatusBadRequest, "as.refresh.reuse")
		g.dead(t)
	})
	t.Run("E-03 another client cannot refresh, and ends nothing", func(t *testing.T) {
		g := s.grant(t, b, "native", offline)
		s.refresh(t, "web-post", g.refresh).refused(t, http.StatusBadRequest, "as.refresh.client_bound")
		g.alive(t)
	})
	t.Run("E-05 narrowing the scope holds for one access token", func(t *testing.T) {
		g := s.grant(t, b, "native", offline)
		add := func(token string) int {
			return s.do(t, http.MethodPost, s.API+"/notes", `{"text":"milk"}`, "Authorization", "Bearer "+token, "Content-Type", "application/json").Status
		}
		g.keep(g.refreshed(t, g.refresh, "scope", "notes:read").ok(t))
		if s.api(t, g.access).ok(t); add(g.access) != http.StatusForbidden {
			t.Error("a token for notes:read may write")
		}
		g.keep(g.refreshed(t, g.refresh).ok(t))
		if add(g.access) != http.StatusCreated {
			t.Error("the grant itself was narrowed")
		}
	})
	t.Run("E-05 a scope that was not granted is refused, and ends nothing", func(t *testing.T) {
		g := s.grant(t, b, "native", "openid offline_access notes:read")
		g.refreshed(t, g.refresh, "scope", "notes:read notes:write").refused(t, http.StatusBadRequest, "as.scope.subset")
		g.alive(t)
	})
}

// stolenRefreshTokens tests that a thief who refreshes first is detected when the client
// refreshes, and that the tokens of both are revoked then (RFC 9700 §4.14.2).
func stolenRefreshTokens(t *testing.T, s *world) {
	b := s.signIn(t, "alice", "wonderland")
	issued := s.Gate.Seen(rig.To("/token"))
	thief := &grant{world: s, client: "notes"}
	thief.keep(answer{Body: issued[len(issued)-1].Body})

	s.later(5 * time.Minute) // the client has to refresh at its next request
	thief.keep(thief.refreshed(t, thief.refresh).ok(t))
	s.api(t, thief.access).ok(t)
	s.later(11 * time.Second)

	t.Run("E-01 L-19 the next page says that the session has ended, and the tokens of the thief are revoked", func(t *testing.T) {
		copied := s.thiefOf(t, b)
		if b.Open(s.Client + "/"); b.Status() != http.StatusUnauthorized || !strings.Contains(b.Text(), "Your session has ended Sign in again") {
			t.Errorf("got %d %s", b.Status(), b.Text())
		}
		s.sessionIsDead(t, copied)
		thief.dead(t)
	})
	t.Run("L-19 the user can sign in again", func(t *testing.T) {
		b.Open(s.Client + "/login")
		if h := b.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK {
			t.Errorf("got %d, at %s", h.Status, b.At())
		}
	})
}

// lifetimesOfGrants tests that refreshing does not extend a grant (RFC 9700 §4.14.2).
func lifetimesOfGrants(t *testing.T, s *world) {
	for name, c := range map[string]struct {
		scope       string
		every, ends time.Duration
	}{
		"a grant ends with the session, 12 h after sign-in, though refreshed every hour": {notes, time.Hour, 12 * time.Hour},
		"an offline grant ends 30 days after sign-in, though refreshed every two days":   {offline, 48 * time.Hour, 720 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			g := s.grant(t, s.browser(t), "native", c.scope)
			for past := c.every; past < c.ends; past += c.every {
				s.later(c.every)
				a := g.refreshed(t, g.refresh)
				if a.Status != http.StatusOK {
					t.Fatalf("after %s: got %d %s", past, a.Status, a.Body)
				}
				g.keep(a)
			}
			s.later(c.every)
			g.refreshed(t, g.refresh).refused(t, http.StatusBadRequest, "as.refresh.current")
		})
	}
}

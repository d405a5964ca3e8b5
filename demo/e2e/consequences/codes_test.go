package consequences_test

import (
	"net/http"
	"testing"
	"time"

	"quartet.example/shared/oauth"
)

// codes tests that a code works once, for 60 s, and for its own client only (RFC 6749 §4.1.2).
func codes(t *testing.T, s *world) {
	b := s.browser(t)
	for name, replay := range map[string]struct {
		after    time.Duration
		by       string
		check    string
		survives bool // the grant survives
	}{
		"D-01 a code presented twice at once ends its grant":                  {0, "native", "as.code.unused", false},
		"D-01 a code presented again 30 s later ends its grant":               {30 * time.Second, "native", "as.code.unused", false},
		"D-03 a used code presented by another client reveals nothing":        {time.Second, "web-post", "as.code.client_bound", true},
		"D-01 D-06 a used code that has expired is unknown, and ends nothing": {61 * time.Second, "native", "as.code.known", true},
	} {
		t.Run(name, func(t *testing.T) {
			g := s.grant(t, b, "native", notes)
			s.api(t, g.access).ok(t)
			s.later(replay.after)
			g.redeem(t, replay.by).refused(t, http.StatusBadRequest, replay.check)
			if replay.survives {
				g.alive(t)
			} else {
				g.dead(t)
			}
		})
	}
	t.Run("D-06 an unused code is valid for 60 s", func(t *testing.T) {
		in, late := s.allow(t, b, "native", notes), s.allow(t, b, "native", notes)
		s.later(58 * time.Second)
		in.redeem(t, "native").ok(t)
		s.later(3 * time.Second)
		late.redeem(t, "native").refused(t, http.StatusBadRequest, "as.code.known")
	})
	t.Run("D-03 another client cannot redeem a code, nor use it up", func(t *testing.T) {
		g := s.allow(t, b, "native", notes)
		g.redeem(t, "web-post").refused(t, http.StatusBadRequest, "as.code.client_bound")
		g.redeem(t, "native").ok(t)
	})
	t.Run("D-12 a stolen code cannot be redeemed without its verifier", func(t *testing.T) {
		g, stolen := s.allow(t, b, "native", notes), s.allow(t, b, "native", notes)
		g.code = stolen.code
		g.redeem(t, "native").refused(t, http.StatusBadRequest, "as.pkce.verifier")
	})
	t.Run("D-12 the number of wrong verifiers is limited: the tenth ends the code", func(t *testing.T) {
		g := s.allow(t, b, "native", notes)
		right := g.request.Verifier
		g.request.Verifier = oauth.NewSecret()
		for range 10 {
			g.redeem(t, "native").refused(t, http.StatusBadRequest, "as.pkce.verifier")
		}
		g.request.Verifier = right
		g.redeem(t, "native").refused(t, http.StatusBadRequest, "as.code.known")
	})
}

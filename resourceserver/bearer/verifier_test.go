package bearer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

type verify func(raw string) (*bearer.Token, error)

func (f verify) Verify(_ context.Context, raw string) (*bearer.Token, error) { return f(raw) }

type revoked func(t *bearer.Token) (bool, error)

func (f revoked) Revoked(_ context.Context, t *bearer.Token) (bool, error) { return f(t) }

func TestOpaqueTokensAreJudgedLikeOthers(t *testing.T) {
	var said *claims
	var failure error
	r := start(t, func(c *bearer.Config) {
		c.Introspection = verify(func(string) (*bearer.Token, error) {
			if failure != nil {
				return nil, failure
			}
			return bearer.NewToken(said), nil
		})
	})
	now := r.clock.Now()
	for name, tt := range map[string]struct {
		change  func(*claims)
		failure error
		status  int
		checks  string
	}{
		"active":               {func(*claims) {}, nil, 200, "rs.token.active rs.jwt.iss rs.aud rs.jwt.exp rs.dpop.bound rs.scope"},
		"without exp":          {func(c *claims) { c.ExpiresAt = jose.Time{} }, nil, 200, "rs.token.active rs.jwt.iss rs.aud rs.jwt.exp rs.dpop.bound rs.scope"},
		"H-05 not active":      {nil, bearer.ErrNotActive, 401, "!rs.token.active"},
		"not active, because":  {nil, fmt.Errorf("asked: %w", bearer.ErrNotActive), 401, "!rs.token.active"},
		"nobody answers":       {nil, errors.New("connection refused"), 503, ""},
		"F-08 another issuer":  {func(c *claims) { c.Issuer += "/" }, nil, 401, "rs.token.active !rs.jwt.iss"},
		"F-09 aud is another":  {func(c *claims) { c.Audience = jose.Audience{"x"} }, nil, 401, "rs.token.active rs.jwt.iss !rs.aud"},
		"F-09 aud is left out": {func(c *claims) { c.Audience = nil }, nil, 401, "rs.token.active rs.jwt.iss !rs.aud"},
		"F-06 exp has passed":  {func(c *claims) { c.ExpiresAt = jose.NewTime(now.Add(-time.Minute)) }, nil, 401, "rs.token.active rs.jwt.iss rs.aud !rs.jwt.exp"},
		"F-06 nbf lies ahead":  {func(c *claims) { c.NotBefore = jose.NewTime(now.Add(time.Minute)) }, nil, 401, "rs.token.active rs.jwt.iss rs.aud !rs.jwt.exp"},
		"F-21 scope too small": {func(c *claims) { c.Scope = "" }, nil, 403, "rs.token.active rs.jwt.iss rs.aud rs.jwt.exp rs.dpop.bound !rs.scope"},
	} {
		t.Run(name, func(t *testing.T) {
			said, failure = r.issuer.Claims(now), tt.failure
			if tt.change != nil {
				tt.change(said)
			}
			status, results, w := r.with(t, "opaque")
			want := before + tt.checks
			if tt.checks == "" {
				want = before[:len(before)-1]
			}
			if status != tt.status || ids(results) != want {
				t.Errorf("got %d %s, want %d %s", status, ids(results), tt.status, want)
			}
			if status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
				t.Error("got no Retry-After")
			}
		})
	}
	t.Run("a JWT is verified by its signature", func(t *testing.T) {
		failure = errors.New("asked about a JWT")
		if status, results, _ := r.with(t, r.issuer.Token(t, now)); status != http.StatusOK {
			t.Errorf("got %d %s, want 200", status, ids(results))
		}
	})
}

func TestVerifierThatSaysNothing(t *testing.T) {
	for name, token := range map[string]*bearer.Token{"no token": nil, "no claims": {Subject: "alice"}} {
		t.Run(name, func(t *testing.T) {
			r := start(t, func(c *bearer.Config) {
				c.Introspection = verify(func(string) (*bearer.Token, error) { return token, nil })
			})
			_, _, w := r.with(t, "opaque")
			wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
		})
	}
}

func TestIntrospectAllNeedsNoKeys(t *testing.T) {
	asked := 0
	r := start(t, func(c *bearer.Config) {
		c.Issuer = "https://issuer.example"
		c.IntrospectAll = true
		c.Introspection = verify(func(string) (*bearer.Token, error) { asked++; return nil, bearer.ErrNotActive })
	})
	if status, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now())); status != http.StatusUnauthorized || asked != 1 {
		t.Errorf("got %d after %d questions, want 401 after 1", status, asked)
	}
}

func TestRevokedTokens(t *testing.T) {
	var answer bool
	var failure error
	r := start(t, func(c *bearer.Config) {
		c.Revocation = revoked(func(token *bearer.Token) (bool, error) { return answer && token.Claims.ID == "j1", failure })
	})
	raw := r.issuer.Token(t, r.clock.Now())
	if status, _, _ := r.with(t, raw); status != http.StatusOK {
		t.Fatalf("got %d, want 200", status)
	}
	answer = true
	if status, results, _ := r.with(t, raw); status != http.StatusUnauthorized || ids(results[len(results)-1:]) != "!rs.token.revoked" {
		t.Errorf("seen before, then revoked: got %d %s, want 401 at rs.token.revoked", status, ids(results))
	}
	failure = errors.New("feed is stale")
	_, _, w := r.with(t, raw)
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
}

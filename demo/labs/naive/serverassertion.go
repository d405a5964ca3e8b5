package naive

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/go-oauth2/oauth2/v4/errors"

	"quartet.example/shared/jose"
)

const (
	maxAssertion     = 8 << 10
	maxAssertionLife = 5 * time.Minute
)

// beforeAssertion makes the check of a client assertion that is among the defences: aud is the issuer of this
// server and nothing else.
func (s *Server) beforeAssertion(r *http.Request) error {
	raw := r.FormValue("client_assertion")
	if raw == "" {
		return nil
	}
	var claims jose.Claims
	_, unreadable := jose.Read(raw, maxAssertion, &claims) // then asserted refuses it
	return s.Defences.require(r.Context(), "as.assertion.audience", unreadable != nil || slices.Equal(claims.Audience, jose.Audience{s.Issuer}))
}

// asserted returns the client that has signed an assertion, and its secret, because the engine knows no other
// client authentication. It verifies what RFC 7523 §3 asks for; the request parameters client_assertion_type and
// client_id are not compared with it (RFC 7521 §4.2). RFC 7523 §3 includes what is careless here: the
// URL of the token endpoint is accepted as aud.
func (s *Server) asserted(ctx context.Context, raw string) (id, secret string, err error) {
	var claims jose.Claims
	token, err := jose.Read(raw, maxAssertion, &claims)
	app := s.app(claims.Subject)
	if err != nil || app.Key == nil || s.Now == nil {
		return "", "", errors.ErrInvalidClient
	}
	kind := jose.Kind{
		Name: "client assertion", MaxBytes: maxAssertion, Types: []string{"", "JWT"}, Algorithms: []string{"ES256"}, Keys: jose.Set{Keys: []jose.Key{*app.Key}},
		Issuer: app.ID, Audience: []string{s.Issuer, s.Issuer + "/token"}, Required: []string{"iss", "sub", "aud", "exp", "jti"},
		Now: s.Now, Skew: time.Second, MaxLife: maxAssertionLife,
	}
	if kind.Judge(ctx, token) != nil || !s.spend(app.ID+" "+claims.ID) {
		return "", "", errors.ErrInvalidClient
	}
	return app.ID, app.Secret, nil
}

// spend reports whether an assertion was not used before. An entry is never removed: a run of a lab is short.
func (s *Server) spend(assertion string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := !s.spent[assertion]
	s.spent[assertion] = true
	return fresh
}

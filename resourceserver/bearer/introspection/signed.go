package introspection

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// signedAnswer is the payload of a signed response (RFC 9701 §5). The times of the token are inside
// of token_introspection; exp, nbf and iat of the payload are those of the response.
type signedAnswer struct {
	jose.Claims
	TokenIntrospection jsontext.Value `json:"token_introspection"`
}

// signedKind declares the requirements for a signed response (RFC 9701 §5, §8.1): it is from our
// issuer, for us, and recent.
func (c *Config) signedKind(keys jose.Keys) jose.Kind {
	return jose.Kind{
		Name:       "introspection response",
		MaxBytes:   2 << 20,
		Types:      []string{"token-introspection+jwt"}, // RFC 9701 §5
		Algorithms: bearer.Algorithms(),
		Keys:       keys,
		Issuer:     c.Issuer,
		Audience:   []string{c.ClientID},
		Required:   []string{"token_introspection"},
		Now:        c.Now,
		Skew:       c.ClockSkew,
		MaxAge:     c.ClockSkew, // iat must be now, within the skew
	}
}

// open verifies a signed response and returns its token_introspection.
func (i *Introspector) open(ctx context.Context, raw string) ([]byte, error) {
	var said signedAnswer
	err := i.signed.Verify(ctx, raw, &said)
	if errors.Is(err, jose.ErrNoKeys) {
		return nil, err
	}
	return said.TokenIntrospection, oauth.Decided(ctx, err, signedRules)
}

// signedRules assigns the errors of jose.Kind to checks.
var signedRules = []oauth.Rule{
	Signed.FailsOn(jose.ErrMalformed, jose.ErrAlgorithm, jose.ErrCritical, jose.ErrType, jose.ErrKey, jose.ErrSignature, jose.ErrClaims),
	Addressed.FailsOn(jose.ErrIssuer, jose.ErrAudience, jose.ErrTime),
}

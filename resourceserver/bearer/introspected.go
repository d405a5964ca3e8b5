package bearer

import (
	"context"
	"errors"
	"slices"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

var errNoClaims = errors.New("the Verifier gave a token without claims, and no error")

// introspect verifies a token with the Verifier, and then checks its claims.
func (v *Validator) introspect(ctx context.Context, raw string) (*Token, error) {
	token, err := v.cfg.Introspection.Verify(ctx, raw)
	if err == nil && (token == nil || token.Claims == nil) {
		err = errNoClaims
	}
	if err != nil && !errors.Is(err, ErrNotActive) {
		return nil, unavailable(err, "the access token cannot be verified now")
	}
	if err := TokenActive.RequireNil(ctx, err); err != nil {
		return nil, err
	}
	return token, v.judgeClaims(ctx, token.Claims)
}

// judgeClaims checks the claims of an introspected token as RFC 9068 §4 does for a JWT. A token
// without exp stays valid until its issuer ends it (RFC 7662 §2.2).
func (v *Validator) judgeClaims(ctx context.Context, c *accesstoken.Claims) error {
	_, ours := v.issuers[c.Issuer]
	if err := JWTIss.Require(ctx, ours); err != nil {
		return err
	}
	if err := Aud.Require(ctx, slices.Contains(c.Audience, v.cfg.Resource)); err != nil {
		return err
	}
	return JWTExp.Require(ctx, v.validNow(c))
}

// validNow reports whether now is between nbf and exp, with the tolerance of ClockSkew. iat is not
// checked, because the authorization server has checked it.
func (v *Validator) validNow(c *accesstoken.Claims) bool {
	now := v.cfg.Now()
	return c.InRange() && (c.ExpiresAt.IsZero() || now.Before(c.ExpiresAt.Add(v.cfg.ClockSkew))) &&
		!now.Before(c.NotBefore.Add(-v.cfg.ClockSkew))
}

// unrevoked refuses a token that was revoked.
func (v *Validator) unrevoked(ctx context.Context, t *Token) error {
	if v.cfg.Revocation == nil {
		return nil
	}
	revoked, err := v.cfg.Revocation.Revoked(ctx, t)
	if err != nil {
		return unavailable(err, "whether the access token was revoked cannot be told now")
	}
	return TokenRevoked.Require(ctx, !revoked)
}

// unavailable returns a 503, because a request that cannot be checked must not be accepted.
func unavailable(cause error, description string) error {
	return oauth.TemporarilyUnavailable.With(description).Because(cause).After(retryAfter)
}

package bearer

import (
	"context"
	"errors"
	"slices"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

var errNoClaims = errors.New("the Verifier gave a token without claims, and no error")

// introspect has the Verifier look at a token, and judges what it says.
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

// judgeClaims is RFC 9068 §4 for a token whose claims somebody else vouches for.
// A token without exp is one that only its issuer ends (RFC 7662 §2.2).
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

// validNow reports whether now is between nbf and exp, give or take the skew. iat does not
// count: the authorization server has judged it.
func (v *Validator) validNow(c *accesstoken.Claims) bool {
	now := v.cfg.Now()
	return c.InRange() && (c.ExpiresAt.IsZero() || now.Before(c.ExpiresAt.Add(v.cfg.ClockSkew))) &&
		!now.Before(c.NotBefore.Add(-v.cfg.ClockSkew))
}

// unrevoked asks whether a token that is valid otherwise was revoked.
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

// unavailable is a 503: what cannot be checked is not let through.
func unavailable(cause error, description string) error {
	return oauth.TemporarilyUnavailable.With(description).Because(cause).After(retryAfter)
}

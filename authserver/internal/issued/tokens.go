package issued

import (
	"context"
	"errors"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// Revocations stores what was revoked.
type Revocations interface {
	// Revoked reports whether the access token or its grant was revoked, in one
	// round trip; gid is "" for a token without a grant.
	Revoked(ctx context.Context, jti, gid string) (bool, error)
}

// Options are the settings of New; all are required.
type Options struct {
	Issuer      string
	Keys        jose.Keys // our public keys by kid, one key one algorithm; core.ErrNotFound for a kid that is not among them
	Now         func() time.Time
	Revocations Revocations
}

// Tokens verifies access tokens and hints. It is safe for concurrent use.
type Tokens struct {
	access      jose.Kind
	hints       jose.Kind
	revocations Revocations
}

// algorithms are those of our keys (RFC 8725 §3.1).
func algorithms() []string { return []string{"ES256", "RS256", "EdDSA", "Ed25519"} }

// New makes a Tokens.
func New(o Options) *Tokens {
	return &Tokens{
		access:      accesstoken.Rules{Issuer: o.Issuer, Algorithms: algorithms(), Keys: o.Keys, Now: o.Now}.Kind(),
		hints:       hintKind(o),
		revocations: o.Revocations,
	}
}

// ErrRevoked says that a token is genuine and unexpired, but was revoked.
var ErrRevoked = errors.New("token was revoked")

// Active returns the claims of an access token of this server that has not expired. Neither
// the token, nor its grant, nor a token that it was exchanged from may have been revoked.
// Otherwise it returns core.ErrNotFound with the rule that the token breaks, or the error of
// the store.
func (t *Tokens) Active(ctx context.Context, raw string) (*accesstoken.Claims, error) {
	claims, err := t.Genuine(ctx, raw)
	if err != nil {
		return nil, err
	}
	for _, jti := range append([]string{claims.ID}, claims.ExchangedFrom...) {
		revoked, err := t.revocations.Revoked(ctx, jti, claims.GrantID)
		if err != nil {
			return nil, err
		}
		if revoked {
			return nil, errors.Join(core.ErrNotFound, ErrRevoked)
		}
	}
	return claims, nil
}

// Genuine returns the claims of an access token of this server that has not expired; it may
// have been revoked. Otherwise it returns core.ErrNotFound.
func (t *Tokens) Genuine(ctx context.Context, raw string) (*accesstoken.Claims, error) {
	claims := &accesstoken.Claims{}
	if err := t.access.Verify(ctx, raw, claims); err != nil {
		return nil, errors.Join(core.ErrNotFound, err)
	}
	return claims, nil
}

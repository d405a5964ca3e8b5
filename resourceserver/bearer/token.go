package bearer

import (
	"context"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Token is a valid access token. Requests share it, so it must not be changed.
type Token struct {
	Subject  string      // the user, or the client itself (RFC 9068 §2.2); see User
	ClientID string      // the client to which the token was issued
	Scope    oauth.Scope // the granted scope
	Claims   *accesstoken.Claims

	keys       interface{ Generation() uint64 } // the keys that verified it, nil for an introspected token
	generation uint64                           // generation of the keys at that time
	signature  jose.Signature                   // what was reported when it was verified
}

// NewToken returns a token with these claims, for a Verifier and for tests. The claims must not be
// changed afterwards.
func NewToken(claims *accesstoken.Claims) *Token {
	return &Token{Subject: claims.Subject, ClientID: claims.ClientID, Scope: claims.Scopes(), Claims: claims}
}

// User returns the subject if it is a user, or false if a client acts for itself (RFC 6749 §4.4). A
// client_id may be equal to the sub of a user (RFC 9700 §4.15), so use User and not Subject to find
// the data of a user. The sub is unique only within its issuer (RFC 7519 §4.1.2).
func (t *Token) User() (sub string, ok bool) { return t.Claims.User() }

// Claim decodes any claim of the token into value: roles, groups and entitlements (RFC 9068
// §2.2.3.1), authorization_details (RFC 9396 §9.1), a private claim, or a standard one. It returns
// false if the token does not have the claim, and an error if the claim has another type than
// value. It also works for introspected tokens.
func (t *Token) Claim(name string, value any) (bool, error) { return t.Claims.Claim(name, value) }

type tokenKey struct{}

// TokenFrom returns the token that the middleware accepted, or false if there is none.
func TokenFrom(ctx context.Context) (*Token, bool) {
	token, ok := ctx.Value(tokenKey{}).(*Token)
	return token, ok
}

// WithToken returns a context with the token, for adapters and for tests of handlers.
func WithToken(ctx context.Context, t *Token) context.Context {
	return context.WithValue(ctx, tokenKey{}, t)
}

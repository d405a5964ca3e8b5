package bearer

import (
	"context"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

// Token is a valid access token. Requests share it: it must not be changed.
type Token struct {
	Subject  string      // the user, or the client itself (RFC 9068 §2.2): see User
	ClientID string      // who was given the token
	Scope    oauth.Scope // what it may be used for
	Claims   *accesstoken.Claims

	keys       interface{ Generation() uint64 } // that verified it, nil if others vouch for it
	generation uint64                           // of these keys
}

// NewToken is the token with these claims, for Verifiers and for tests. The
// claims must not be changed afterwards.
func NewToken(claims *accesstoken.Claims) *Token {
	return &Token{Subject: claims.Subject, ClientID: claims.ClientID, Scope: claims.Scopes(), Claims: claims}
}

// User returns the subject if it is a user; false if a client acts for itself (RFC 6749
// §4.4). A client_id may equal the sub of a user (RFC 9700 §4.15): to look up what
// belongs to a user, call User and do not read Subject. The sub is unique within its
// issuer only (RFC 7519 §4.1.2).
func (t *Token) User() (sub string, ok bool) { return t.Claims.User() }

// Claim decodes any claim of the token into value: roles, groups and entitlements (RFC 9068
// §2.2.3.1), authorization_details (RFC 9396 §9.1), or one of your own, and equally the
// standard ones. It reports false for a claim that the token does not have, and returns an
// error for one of another type. It works for introspected tokens, too.
func (t *Token) Claim(name string, value any) (bool, error) { return t.Claims.Claim(name, value) }

type tokenKey struct{}

// TokenFrom returns the token that the middleware let through; false without one.
func TokenFrom(ctx context.Context) (*Token, bool) {
	token, ok := ctx.Value(tokenKey{}).(*Token)
	return token, ok
}

// WithToken returns a context with the token: for adapters, and for tests of
// handlers.
func WithToken(ctx context.Context, t *Token) context.Context {
	return context.WithValue(ctx, tokenKey{}, t)
}

package bearer

import (
	"context"
	"errors"
)

// Verifier says what a token stands for without looking into it: it asks the
// authorization server (RFC 7662), or a table. The Validator then holds the
// token to the rules that a JWT is held to: issuer, audience, time, revocation,
// holder, scope. It must be safe for concurrent use.
type Verifier interface {
	// Verify returns the token; ErrNotActive, or an error around it, for one that
	// is not valid; any other error if that cannot be told now: the request is then
	// answered 503, never let through. What the answer leaves out and the Verifier
	// knows, it fills in: the issuer that it asked, for example. Verify may remember
	// what it was told; the Validator does not.
	Verify(ctx context.Context, raw string) (*Token, error)
}

// ErrNotActive is what a Verifier says of a token that is unknown, expired or
// revoked: which of these, a stranger need not know (RFC 7662 §2.2).
var ErrNotActive = errors.New("the token is not active")

// Revocation knows tokens that were revoked before they expired, for example
// from a feed or a status list. It must be safe for concurrent use.
type Revocation interface {
	// Revoked tells whether the token was revoked. It is asked for every request
	// with a valid token, also one that was verified before, so it should answer
	// from memory. After an error the request is answered 503: an implementation
	// that would rather go on than know returns false and no error.
	Revoked(ctx context.Context, t *Token) (bool, error)
}

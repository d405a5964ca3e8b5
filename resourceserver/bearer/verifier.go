package bearer

import (
	"context"
	"errors"
)

// Verifier verifies tokens that this package cannot verify itself, for example by introspection
// (RFC 7662). The Validator then applies the same checks as to a JWT: issuer, audience, time,
// revocation, binding, scope. It must be safe for concurrent use.
type Verifier interface {
	// Verify returns the token. It returns ErrNotActive, or an error that wraps it, for a token
	// that is not valid. After any other error the request is answered with 503. If the response
	// lacks a value that the Verifier knows, such as the issuer, the Verifier adds it. Verify may
	// cache results; the Validator does not.
	Verify(ctx context.Context, raw string) (*Token, error)
}

// ErrNotActive means that a token is unknown, expired or revoked. A client must not learn which of
// these it is (RFC 7662 §2.2).
var ErrNotActive = errors.New("the token is not active")

// Revocation knows which tokens were revoked before they expired, for example from a feed or a
// status list. It must be safe for concurrent use.
type Revocation interface {
	// Revoked reports whether the token was revoked. It is called for every request with a valid
	// token, also for cached tokens, so it should answer from memory. After an error the request is
	// answered with 503. An implementation that prefers to accept tokens while the state is unknown
	// returns false without an error.
	Revoked(ctx context.Context, t *Token) (bool, error)
}

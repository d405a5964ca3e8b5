package clientcheck

import (
	"context"
	"errors"
	"slices"
	"time"

	"quartet.example/demo/mirror/hostile"
)

// otherIssuer is the issuer in the metadata of a server that pretends to be another one.
const otherIssuer = "https://other-issuer.example"

// unreadable are keys that a client must skip (RFC 7517 §5): of an unknown type, on an unknown curve, with
// missing members, and with a number that is none.
var unreadable = []any{
	map[string]any{"kty": "XYZ", "kid": "odd-1", "use": "sig", "x": "AQAB"},
	map[string]any{"kty": "EC", "kid": "odd-2", "use": "sig", "crv": "P-999", "x": "AQAB", "y": "AQAB"},
	map[string]any{"kty": "RSA", "kid": "odd-3", "use": "sig", "alg": "RS256"},
	map[string]any{"kty": "RSA", "kid": "odd-4", "use": "sig", "n": "***", "e": "AQAB"},
}

// coldStart makes the attacks that reach only a client which has not fetched metadata and keys yet. Their
// results are judged later, because only the honest sign-in shows what success looks like.
func (c *checker) coldStart(ctx context.Context) {
	if c.chosen("client.metadata.issuer") {
		c.metadata, _ = c.signIn(ctx, hostile.Conduct{Issuer: otherIssuer})
	}
	if c.chosen("client.jwks.unreadable") {
		c.oddKeys, _ = c.signInAgain(ctx, hostile.Conduct{Keys: func(keys []any) []any { return slices.Concat(unreadable, keys) }})
	}
}

// A client that has refused metadata may not ask for it again at once.
const (
	recovery = 10 * time.Second
	pause    = 250 * time.Millisecond
)

// signInAgain signs in as soon as the client begins sign-ins again, or returns noRequest after recovery.
func (c *checker) signInAgain(ctx context.Context, conduct hostile.Conduct) (*attempt, error) {
	for end := c.Now().Add(recovery); ; {
		a, err := c.signIn(ctx, conduct)
		if refused := (noRequest{}); !errors.As(err, &refused) || c.metadata == nil || c.Now().After(end) {
			return a, err
		}
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(pause):
		}
	}
}

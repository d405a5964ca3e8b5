package clientcheck

import (
	"context"
	"errors"
	"slices"
	"time"

	"quartet.example/demo/mirror/hostile"
)

const (
	foreignIssuer = "https://attacker.example"     // in attacks on iss
	otherIssuer   = "https://other-issuer.example" // in metadata of a server that pretends to be another one
)

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
		c.metadata, _ = c.start(ctx, hostile.Conduct{Issuer: otherIssuer})
	}
	if !c.chosen("client.jwks.unreadable") {
		return
	}
	odd := hostile.Conduct{Keys: func(keys []any) []any { return slices.Concat(unreadable, keys) }}
	c.oddKeys, _ = c.signInAgain(ctx, odd)
	if c.deceived() { // it may expect either issuer
		c.provider.Pretend(otherIssuer)
		c.oddKeysOfOther, _ = c.signInAgain(ctx, odd)
		c.provider.Pretend("")
	}
	c.oddKeysFetched = c.oddKeys.fetchedKeys() || c.oddKeysOfOther.fetchedKeys()
}

// deceived reports whether the client has accepted the metadata of another issuer.
func (c *checker) deceived() bool { return c.metadata != nil && c.metadata.request != nil }

// expectOther goes on as the other issuer, for a client that has kept its metadata.
func (c *checker) expectOther(ctx context.Context) error {
	c.provider.Pretend(otherIssuer)
	c.baseline, c.oddKeys = nil, c.oddKeysOfOther
	return c.signInHonestly(ctx)
}

// A client that has refused metadata may not ask for it again at once.
const (
	recovery = 10 * time.Second
	pause    = 250 * time.Millisecond
)

// signInAgain signs in as soon as the client begins sign-ins again, or returns noRequestError after recovery.
func (c *checker) signInAgain(ctx context.Context, conduct hostile.Conduct) (*attempt, error) {
	for end := c.Now().Add(recovery); ; {
		a, err := c.signIn(ctx, conduct)
		if refused := (noRequestError{}); !errors.As(err, &refused) || c.metadata == nil || c.Now().After(end) {
			return a, err
		}
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(pause):
		}
	}
}

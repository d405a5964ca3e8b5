package dpop

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"quartet.example/shared/jose"
)

// Type is the typ header of a proof (RFC 9449 §4.2).
const Type = "dpop+jwt"

// MaxLength bounds the proofs that Parse looks at, in bytes: an RSA key of 4096
// bits and its signature take 1.5 KB.
const MaxLength = 4 << 10

// maxModulus bounds RSA keys: more than 4096 bits would only cost us time.
const maxModulus = 4096

// Algorithms are the algs that proofs may have, as metadata lists them (RFC 9449
// §5.1): asymmetric ones only, never none.
func Algorithms() []string { return []string{"ES256", "EdDSA", "Ed25519", "RS256", "PS256"} }

// kind declares what a proof must have (RFC 9449 §4.3). It is Timeless, because the clock
// comes after method and URI.
func kind(r Request, keys jose.Keys) jose.Kind {
	return jose.Kind{
		Name:       "DPoP proof",
		MaxBytes:   MaxLength,
		Types:      []string{Type},                       // rule 4
		Algorithms: Algorithms(),                         // rule 5
		Keys:       keys,                                 // rules 6 and 7
		Required:   []string{"jti", "htm", "htu", "iat"}, // rule 3
		Timeless:   true,
		Now:        func() time.Time { return r.Now },
		Skew:       r.Window, // rule 11: iat lies a Window from Now at most, either way
		MaxAge:     r.Window,
	}
}

var (
	errAlgorithm = errors.New("the key does not go with alg")
	errKeySize   = errors.New("an RSA key has 4096 bits at most")
)

// ownKey finds the key that a proof brings in its jwk header, and keeps it.
type ownKey struct{ key jose.Key }

// Find gives the public key of the header, if it goes with alg (RFC 8725 §3.1).
func (o *ownKey) Find(_ context.Context, h jose.Header) (crypto.PublicKey, error) {
	key, err := jose.ParseKey(h.JWK, jose.KeyRules{Algorithms: Algorithms(), RSA: []string{"RS256", "PS256"}})
	if err != nil {
		return nil, err
	}
	if !key.Verifies(h.Algorithm) {
		return nil, errAlgorithm
	}
	o.key = key
	return key.Public, usable(key)
}

// usable refuses keys that cost more than they are worth.
func usable(key jose.Key) error {
	if public, ok := key.Public.(*rsa.PublicKey); ok && public.N.BitLen() > maxModulus {
		return errKeySize
	}
	return nil
}

// IsThumbprint reports whether s has the form of a thumbprint: SHA-256 in
// base64url (RFC 9449 §10, dpop_jkt).
func IsThumbprint(s string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil && len(raw) == sha256.Size
}

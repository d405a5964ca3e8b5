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

// MaxLength is the maximum length of a proof, in bytes. A proof with an RSA key of 4096 bits has
// about 1.5 KB.
const MaxLength = 4 << 10

// maxModulus is the maximum size of an RSA key in bits. Larger keys would cost time without being
// more secure in practice.
const maxModulus = 4096

// Algorithms returns the accepted algorithms for proofs, as they are listed in metadata (RFC 9449
// §5.1). They are all asymmetric.
func Algorithms() []string { return []string{"ES256", "EdDSA", "Ed25519", "RS256", "PS256"} }

// kind returns the requirements for a proof (RFC 9449 §4.3). Timeless is set because Parse checks
// the time itself, after method and URI.
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
		Skew:       r.Window, // rule 11: iat differs from Now by Window at most
		MaxAge:     r.Window,
	}
}

var (
	errAlgorithm = errors.New("the key cannot be used with alg")
	errKeySize   = errors.New("an RSA key has 4096 bits at most")
)

// ownKey returns the key in the jwk header of a proof, and remembers it.
type ownKey struct{ key jose.Key }

// Find returns the public key in the header, if it can be used with alg (RFC 8725 §3.1).
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

// usable refuses an RSA key that is too large.
func usable(key jose.Key) error {
	if public, ok := key.Public.(*rsa.PublicKey); ok && public.N.BitLen() > maxModulus {
		return errKeySize
	}
	return nil
}

// IsThumbprint reports whether s has the form of a JWK thumbprint: SHA-256 in base64url (RFC 9449
// §10, dpop_jkt).
func IsThumbprint(s string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil && len(raw) == sha256.Size
}

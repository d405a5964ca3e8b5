package clientkey

import (
	"errors"
	"slices"

	"quartet.example/shared/jose"
)

// Keys are the keys of a client: the first signs, all are published. It is safe
// for concurrent use.
type Keys struct{ all []jose.SigningKey }

// No error contains a part of a key.
var (
	errNone = errors.New("has no key")
	errKind = errors.New("must be on P-256 (ES256), Ed25519 (EdDSA) or RSA of 2048 bits at least (RS256, PS256)")
	errSame = errors.New("has two keys with one kid")
)

// algorithms are those that authorization servers commonly take for assertions.
var algorithms = []string{"ES256", "EdDSA", "RS256", "PS256"}

// Parse reads a private key in PEM (PKCS #8, PKCS #1, SEC 1), a private JWK, or a JWK Set of
// these. A key without kid is named by its thumbprint (RFC 7638).
func Parse(value string) (*Keys, error) {
	keys, err := jose.ParsePrivate([]byte(value))
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, errNone
	}
	seen := map[string]bool{}
	for _, key := range keys {
		if !slices.Contains(algorithms, key.Algorithm) {
			return nil, errKind
		}
		if seen[key.ID] {
			return nil, errSame
		}
		seen[key.ID] = true
	}
	return &Keys{keys}, nil
}

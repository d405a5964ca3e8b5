package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
)

// SigningKey is a private key and the one algorithm that it signs with (RFC 8725 §3.1).
type SigningKey struct {
	ID        string        // kid, as in the key set (RFC 7517 §4.5)
	Algorithm string        // alg
	Signer    crypto.Signer // parsed in advance, so that signing decodes neither PEM nor JSON
}

// Generate makes a key pair for ES256, ES384, ES512, RS256, PS256 or EdDSA (RFC 7518 §3, RFC 8037
// §3.1). If kid is "", the thumbprint is the ID.
func Generate(alg, kid string) (SigningKey, error) {
	signer, err := generate(alg)
	if err != nil {
		return SigningKey{}, err
	}
	return NewSigningKey(signer, kid, alg)
}

func generate(alg string) (crypto.Signer, error) {
	switch alg {
	case "ES256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "ES384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "ES512":
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		return rsa.GenerateKey(rand.Reader, minModulus)
	case EdDSA, Ed25519:
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	}
	return nil, fmt.Errorf("no key for algorithm %q", alg)
}

// NewSigningKey makes a SigningKey from a private key. If alg is "", the type of the key decides,
// for RSA RS256. If kid is "", the thumbprint is the ID. It refuses a weak key.
func NewSigningKey(signer crypto.Signer, kid, alg string) (SigningKey, error) {
	key, err := NewKey(signer.Public(), kid, alg)
	if err != nil {
		return SigningKey{}, err
	}
	if kid == "" {
		kid = key.Thumbprint()
	}
	if alg == "" {
		alg = key.Algorithms[0]
	}
	return SigningKey{ID: kid, Algorithm: alg, Signer: signer}, nil
}

// Public returns the key that verifies the signatures of this key.
func (k SigningKey) Public() Key {
	return Key{ID: k.ID, Public: k.Signer.Public(), Algorithms: sameAs(able(k.Signer.Public()), k.Algorithm)}
}

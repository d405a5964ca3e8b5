package proof

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/dpop"
)

// Algorithm is the algorithm of every proof of this client.
const Algorithm = "ES256"

// NewKey makes the key of one session.
func NewKey() (core.ProofKey, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("proof key: %w", err)
	}
	return x509.MarshalPKCS8PrivateKey(private)
}

// Thumbprint returns the JWK thumbprint of the key, for dpop_jkt (RFC 9449 §10).
func Thumbprint(key core.ProofKey) (string, error) {
	s, err := signer(key)
	if err != nil {
		return "", err
	}
	return s.Thumbprint(), nil
}

var errKey = errors.New("proof key: not a key of ours") // it must not quote the key

func signer(key core.ProofKey) (*dpop.Signer, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		return nil, errKey
	}
	private, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, errKey
	}
	return dpop.NewSigner(private)
}

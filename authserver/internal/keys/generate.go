package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/seal"
)

// generate makes a key pair for the algorithm (RFC 7518 §3.3, §3.4, RFC 8037 §3.1).
func generate(alg string) (crypto.Signer, error) {
	switch alg {
	case "ES256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "RS256":
		return rsa.GenerateKey(rand.Reader, 2048)
	case "EdDSA":
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	}
	return nil, fmt.Errorf("no key for algorithm %q", alg)
}

// sealed makes a new key of the algorithm; its life is for the caller to say.
func sealed(alg string, box *seal.Box) (core.SigningKey, error) {
	signer, err := generate(alg)
	if err != nil {
		return core.SigningKey{}, fmt.Errorf("generate %s key: %w", alg, err)
	}
	id, err := thumbprint(signer.Public())
	if err != nil {
		return core.SigningKey{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(signer)
	if err != nil {
		return core.SigningKey{}, fmt.Errorf("encode %s key: %w", alg, err)
	}
	return core.SigningKey{ID: id, Algorithm: alg, Sealed: box.Seal(der, record(id))}, nil
}

// open gives the key that a stored record stands for.
func open(k core.SigningKey, box *seal.Box) (jose.SigningKey, error) {
	der, err := box.Open(k.Sealed, record(k.ID))
	if err != nil {
		return jose.SigningKey{}, fmt.Errorf("signing key %s was sealed with another seal key: "+
			"start with the one that was used before, or delete the keys in Redis to begin anew: %w", k.ID, err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return jose.SigningKey{}, fmt.Errorf("decode signing key %s: %w", k.ID, err)
	}
	signer, ok := parsed.(crypto.Signer)
	if !ok {
		return jose.SigningKey{}, fmt.Errorf("signing key %s cannot sign", k.ID)
	}
	key, err := jose.NewSigningKey(signer, k.ID, k.Algorithm)
	if err != nil {
		return jose.SigningKey{}, fmt.Errorf("signing key %s cannot sign %s: %w", k.ID, k.Algorithm, err)
	}
	return key, nil
}

// record is the name that a sealed key is bound to.
func record(id string) string { return "authserver signing key " + id }

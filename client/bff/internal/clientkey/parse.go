package clientkey

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// Keys are the keys of a client: the first signs, all are published. It is safe
// for concurrent use.
type Keys struct {
	signer crypto.Signer
	method jwt.SigningMethod
	id     string // kid
	public []jose.JSONWebKey
}

// What is wrong with a key is said without a word of it.
var (
	errForm = errors.New("is neither a private key in PEM nor a private JWK nor a set of them")
	errKind = errors.New("must be on P-256 (ES256), Ed25519 (EdDSA) or RSA of 2048 bits at least (RS256, PS256)")
	errAlg  = errors.New("has an alg that does not go with the key")
	errSame = errors.New("has two keys with one kid")
)

// Parse reads a private key in PEM (PKCS #8, PKCS #1, SEC 1), a private JWK, or
// a JWK Set of these. A key without kid is called by its thumbprint (RFC 7638).
func Parse(value string) (*Keys, error) {
	found, err := read(strings.TrimSpace(value))
	if err != nil {
		return nil, err
	}
	k := &Keys{}
	for i, one := range found {
		signer, method, err := algorithm(one)
		if err != nil {
			return nil, err
		}
		if one, err = named(one, method.Alg()); err != nil {
			return nil, err
		}
		if i == 0 {
			k.signer, k.method, k.id = signer, method, one.KeyID
		}
		k.public = append(k.public, one.Public())
	}
	return k, distinct(k.public)
}

// read gives at least one key, or an error.
func read(value string) ([]jose.JSONWebKey, error) {
	if !strings.HasPrefix(value, "{") {
		key, err := readPEM([]byte(value))
		return []jose.JSONWebKey{{Key: key}}, err
	}
	var set jose.JSONWebKeySet
	if json.Unmarshal([]byte(value), &set) == nil && len(set.Keys) > 0 {
		return set.Keys, nil
	}
	var one jose.JSONWebKey
	if json.Unmarshal([]byte(value), &one) != nil {
		return nil, errForm
	}
	return []jose.JSONWebKey{one}, nil
}

// readPEM takes the first private key of a file; openssl writes the parameters of
// a curve before it.
func readPEM(value []byte) (any, error) {
	for block, rest := pem.Decode(value); block != nil; block, rest = pem.Decode(rest) {
		if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			return key, nil
		}
		if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
			return key, nil
		}
		if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
			return key, nil
		}
	}
	return nil, errForm
}

// algorithm follows from the key (RFC 8725 §3.1); an RSA key may say PS256.
func algorithm(key jose.JSONWebKey) (crypto.Signer, jwt.SigningMethod, error) {
	signer, method := crypto.Signer(nil), jwt.SigningMethod(nil)
	switch k := key.Key.(type) {
	case *ecdsa.PrivateKey:
		if k.Curve == elliptic.P256() {
			signer, method = k, jwt.SigningMethodES256
		}
	case ed25519.PrivateKey:
		signer, method = k, jwt.SigningMethodEdDSA
	case *rsa.PrivateKey:
		if signer, method = k, jwt.SigningMethodRS256; key.Algorithm == jwt.SigningMethodPS256.Alg() {
			method = jwt.SigningMethodPS256
		}
		if k.N.BitLen() < 2048 { // RFC 7518 §3.3
			method = nil
		}
	case *ecdsa.PublicKey, ed25519.PublicKey, *rsa.PublicKey:
		return nil, nil, errForm
	}
	switch {
	case method == nil:
		return nil, nil, errKind
	case key.Algorithm != "" && key.Algorithm != method.Alg():
		return nil, nil, errAlg
	}
	return signer, method, nil
}

// named is the key as it is published: with kid, alg and use.
func named(key jose.JSONWebKey, alg string) (jose.JSONWebKey, error) {
	key.Algorithm, key.Use = alg, "sig"
	if key.KeyID != "" {
		return key, nil
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	key.KeyID = base64.RawURLEncoding.EncodeToString(sum)
	return key, err
}

func distinct(keys []jose.JSONWebKey) error {
	seen := map[string]bool{}
	for _, k := range keys {
		if seen[k.KeyID] {
			return errSame
		}
		seen[k.KeyID] = true
	}
	return nil
}

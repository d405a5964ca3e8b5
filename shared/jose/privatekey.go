package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// errPrivateForm contains no part of the key.
var errPrivateForm = errors.New("is neither a private key in PEM nor a private JWK nor a set of them")

// ParsePrivate parses private keys: one key in PEM (PKCS #8, PKCS #1, SEC 1), a private JWK, or a
// JWK Set of private keys. A key without kid gets its thumbprint as ID. It refuses weak keys. Its
// errors contain no part of a key.
func ParsePrivate(value []byte) ([]SigningKey, error) {
	text := strings.TrimSpace(string(value))
	if !strings.HasPrefix(text, "{") {
		signer, err := parsePEM([]byte(text))
		if err != nil {
			return nil, err
		}
		key, err := NewSigningKey(signer, "", "")
		return []SigningKey{key}, err
	}
	var set struct {
		Keys []jsontext.Value `json:"keys"`
	}
	if Decode([]byte(text), &set) != nil {
		return nil, errPrivateForm
	}
	if set.Keys == nil {
		set.Keys = []jsontext.Value{jsontext.Value(text)}
	}
	keys := make([]SigningKey, 0, len(set.Keys))
	for _, member := range set.Keys {
		key, err := parsePrivateJWK(member)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// parsePEM returns the first private key of the text. It skips other blocks, such as the curve
// parameters that openssl writes before the key.
func parsePEM(value []byte) (crypto.Signer, error) {
	for block, rest := pem.Decode(value); block != nil; block, rest = pem.Decode(rest) {
		if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if signer, ok := key.(crypto.Signer); ok {
				return signer, nil
			}
			return nil, errKeyType
		}
		if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
			return key, nil
		}
		if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
			return key, nil
		}
	}
	return nil, errPrivateForm
}

func parsePrivateJWK(raw []byte) (SigningKey, error) {
	var read jwk
	if Decode(raw, &read) != nil || !read.any() {
		return SigningKey{}, errPrivateForm
	}
	public, err := read.public()
	if err != nil {
		return SigningKey{}, err
	}
	signer, err := read.private(public)
	if err != nil {
		return SigningKey{}, err
	}
	return NewSigningKey(signer, read.KeyID, read.Algorithm)
}

// private returns the private key. It refuses a private part that does not belong to the public
// part.
func (k *jwk) private(public crypto.PublicKey) (crypto.Signer, error) {
	switch public := public.(type) {
	case *ecdsa.PublicKey:
		d, ok := secret(k.D)
		if !ok || len(d) > (public.Curve.Params().BitSize+7)/8 {
			return nil, errPrivateForm
		}
		key, err := ecdsa.ParseRawPrivateKey(public.Curve, d)
		if err != nil || !key.PublicKey.Equal(public) {
			return nil, errPrivateForm
		}
		return key, nil
	case ed25519.PublicKey:
		seed, ok := secret(k.D)
		if !ok || len(seed) != ed25519.SeedSize || !ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey).Equal(public) {
			return nil, errPrivateForm
		}
		return ed25519.NewKeyFromSeed(seed), nil
	case *rsa.PublicKey:
		return k.privateRSA(public)
	}
	return nil, errKeyType
}

// privateRSA requires p and q. With d alone the key would have to be factored (RFC 7518 §6.3.2).
func (k *jwk) privateRSA(public *rsa.PublicKey) (crypto.Signer, error) {
	d, okD := secret(k.D)
	p, okP := secret(k.P)
	q, okQ := secret(k.Q)
	if !okD || !okP || !okQ || k.Oth != nil {
		return nil, errPrivateForm
	}
	number := func(raw []byte) *big.Int { return new(big.Int).SetBytes(raw) }
	key := &rsa.PrivateKey{PublicKey: *public, D: number(d), Primes: []*big.Int{number(p), number(q)}}
	key.Precompute()
	if key.Validate() != nil {
		return nil, errPrivateForm
	}
	return key, nil
}

// secret decodes a member of a private key.
func secret(member jsontext.Value) ([]byte, bool) {
	var text string
	if member == nil || json.Unmarshal(member, &text) != nil {
		return nil, false
	}
	raw, err := strict.DecodeString(text)
	return raw, err == nil && len(raw) > 0
}

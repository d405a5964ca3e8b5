package jose

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

var errNoSigner = errors.New("the key has no such algorithm, or no private part")

// Mint signs claims as a token of this type. The header has typ, alg and kid, and nothing else. The
// claims are encoded with Encode.
func Mint(ctx context.Context, key SigningKey, typ string, claims any) (string, error) {
	return mint(ctx, key, minted{Algorithm: key.Algorithm, KeyID: key.ID, Type: typ}, claims)
}

// MintWithKey is like Mint, but the header contains the public key instead of kid. It is for tokens
// that prove the possession of a key that the recipient does not know (RFC 9449 §4.2).
func MintWithKey(ctx context.Context, key SigningKey, typ string, claims any) (string, error) {
	public, err := key.Public().Bare()
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	return mint(ctx, key, minted{Algorithm: key.Algorithm, JWK: public, Type: typ}, claims)
}

func mint(ctx context.Context, key SigningKey, header minted, claims any) (string, error) {
	head, err := header.encode()
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	body, err := Encode(claims)
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	encode := base64.RawURLEncoding
	token := make([]byte, 0, encode.EncodedLen(len(head)+len(body))+100) // a signature of ES256 fits
	token = append(encode.AppendEncode(token, head), '.')
	token = encode.AppendEncode(token, body)
	signature, err := key.Sign(token)
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	signed := string(encode.AppendEncode(append(token, '.'), signature))
	Report(ctx, signed, Signature{Status: Signed, Alg: key.Algorithm, KeyID: header.KeyID})
	return signed, nil
}

// Sign signs the text with the algorithm of the key (RFC 7518 §3). It returns an error if the key does not
// fit the algorithm.
func (k SigningKey) Sign(text []byte) ([]byte, error) {
	method, ok := methods[k.Algorithm]
	if !ok || k.Signer == nil {
		return nil, errNoSigner
	}
	if method, ok := method.(*jwt.SigningMethodECDSA); ok {
		return signECDSA(method, k.Signer, text)
	}
	return method.Sign(string(text), k.Signer)
}

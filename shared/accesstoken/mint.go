package accesstoken

import (
	"crypto"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// Key is a private signing key with its public name.
type Key struct {
	ID     string            // kid, as in the JWKS (RFC 7517 §4.5)
	Method jwt.SigningMethod // one key, one algorithm (RFC 8725 §3.1)
	Signer crypto.Signer     // parsed once; signing never touches PEM or JSON
}

// Mint signs the claims as an access token: typ at+jwt, the key's alg and kid,
// no other header (RFC 9068 §2.1). It fails on claims that §2.2 calls incomplete.
func Mint(key Key, claims *Claims) (string, error) {
	if err := claims.complete(); err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	token := jwt.Token{
		Header: map[string]any{"typ": Type, "alg": key.Method.Alg(), "kid": key.ID},
		Claims: claims,
		Method: key.Method,
	}
	signed, err := token.SignedString(key.Signer)
	if err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	return signed, nil
}

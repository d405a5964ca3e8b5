package accesstoken

import (
	"fmt"

	"quartet.example/shared/jose"
)

// Mint signs the claims as an access token: typ at+jwt, the key's alg and kid, no other
// header (RFC 9068 §2.1). It returns a jose.ErrClaims for claims that §2.2 calls incomplete.
func Mint(key jose.SigningKey, claims *Claims) (string, error) {
	err := claims.missing()
	if err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	signed, err := jose.Mint(key, Type, claims)
	if err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	return signed, nil
}

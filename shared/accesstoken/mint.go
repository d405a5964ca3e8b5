package accesstoken

import (
	"context"
	"fmt"

	"quartet.example/shared/jose"
)

// Mint signs the claims as an access token. Its header has typ at+jwt, alg and kid of the key, and
// nothing else (RFC 9068 §2.1). It returns a jose.ErrClaims if a claim is missing that §2.2
// requires.
func Mint(ctx context.Context, key jose.SigningKey, claims *Claims) (string, error) {
	err := claims.missing()
	if err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	signed, err := jose.Mint(ctx, key, Type, claims)
	if err != nil {
		return "", fmt.Errorf("mint access token: %w", err)
	}
	return signed, nil
}

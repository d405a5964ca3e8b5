package securityevent

import (
	"context"
	"encoding/json"
	"fmt"

	"quartet.example/shared/jose"
)

// Mint signs a SET about one event. Its header has typ secevent+jwt, alg and kid of the key.
func Mint(ctx context.Context, key jose.SigningKey, claims Claims, event Revoked) (string, error) {
	payload, err := json.Marshal(event)
	if err != nil {
		return "", fmt.Errorf("mint security event token: %w", err)
	}
	claims.Events = map[string]json.RawMessage{TokenRevoked: payload}
	signed, err := jose.Mint(ctx, key, Type, claims)
	if err != nil {
		return "", fmt.Errorf("mint security event token: %w", err)
	}
	return signed, nil
}

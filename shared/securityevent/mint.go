package securityevent

import (
	"encoding/json"
	"fmt"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/accesstoken"
)

// Mint signs a SET about one event: typ secevent+jwt, the key's alg and kid.
func Mint(key accesstoken.Key, claims Claims, event Revoked) (string, error) {
	payload, err := json.Marshal(event)
	if err != nil {
		return "", fmt.Errorf("mint security event token: %w", err)
	}
	claims.Events = map[string]json.RawMessage{TokenRevoked: payload}
	token := jwt.Token{
		Header: map[string]any{"typ": Type, "alg": key.Method.Alg(), "kid": key.ID},
		Claims: &claims,
		Method: key.Method,
	}
	signed, err := token.SignedString(key.Signer)
	if err != nil {
		return "", fmt.Errorf("mint security event token: %w", err)
	}
	return signed, nil
}

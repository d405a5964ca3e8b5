package mint

import (
	"context"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
)

// introspectionType prevents that the response is accepted as a token (RFC 9701 §8.1).
const introspectionType = "token-introspection+jwt"

// introspectionClaims have the introspection response in one member. The claims beside it are
// about the response itself, so there is neither sub nor exp (RFC 9701 §5).
type introspectionClaims struct {
	Issuer             string    `json:"iss"`
	Audience           string    `json:"aud"`
	IssuedAt           jose.Time `json:"iat"`
	TokenIntrospection any       `json:"token_introspection"`
}

// IntrospectionResponse signs an introspection response for the client that requested it,
// which is its audience (RFC 9701 §5).
func (m *Minter) IntrospectionResponse(ctx context.Context, client *core.Client, response any) (string, error) {
	signed, err := m.sign(ctx, client.IntrospectionAlg, introspectionType, &introspectionClaims{
		Issuer: m.Issuer, Audience: client.ID, IssuedAt: jose.NewTime(m.Now()), TokenIntrospection: response,
	})
	if err != nil {
		return "", fmt.Errorf("mint introspection response: %w", err)
	}
	return signed, nil
}

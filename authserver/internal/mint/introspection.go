package mint

import (
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
)

// introspectionType keeps the answer from being taken for a token (RFC 9701 §8.1).
const introspectionType = "token-introspection+jwt"

// introspectionClaims hold what is said of a token in one member, and nothing of
// it beside: neither sub nor exp (RFC 9701 §5).
type introspectionClaims struct {
	Issuer             string    `json:"iss"`
	Audience           string    `json:"aud"`
	IssuedAt           jose.Time `json:"iat"`
	TokenIntrospection any       `json:"token_introspection"`
}

// IntrospectionResponse signs what is said of a token, for the client that asked
// and nobody else (RFC 9701 §5).
func (m *Minter) IntrospectionResponse(client *core.Client, said any) (string, error) {
	signed, err := m.sign(client.IntrospectionAlg, introspectionType, &introspectionClaims{
		Issuer: m.Issuer, Audience: client.ID, IssuedAt: jose.NewTime(m.Now()), TokenIntrospection: said,
	})
	if err != nil {
		return "", fmt.Errorf("mint introspection response: %w", err)
	}
	return signed, nil
}

package mint

import (
	"fmt"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/core"
)

// introspectionType keeps the answer from being taken for a token (RFC 9701 §8.1).
const introspectionType = "token-introspection+jwt"

// introspectionClaims hold what is said of a token in one member, and nothing of
// it beside: neither sub nor exp (RFC 9701 §5).
type introspectionClaims struct {
	jwt.Claims         `json:"-"`       // nobody reads it back
	Issuer             string           `json:"iss"`
	Audience           string           `json:"aud"`
	IssuedAt           *jwt.NumericDate `json:"iat"`
	TokenIntrospection any              `json:"token_introspection"`
}

// IntrospectionResponse signs what is said of a token, for the client that asked
// and nobody else (RFC 9701 §5).
func (m *Minter) IntrospectionResponse(client *core.Client, said any) (string, error) {
	signed, err := m.sign(client.IntrospectionAlg, introspectionType, &introspectionClaims{
		Issuer: m.Issuer, Audience: client.ID, IssuedAt: jwt.NewNumericDate(m.Now()), TokenIntrospection: said,
	})
	if err != nil {
		return "", fmt.Errorf("mint introspection response: %w", err)
	}
	return signed, nil
}

package mint

import (
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/securityevent"
)

// SecurityEvent tells the client, which is a resource server, of tokens that were
// revoked (RFC 8417). The key is that of access tokens: who verifies those has it.
// jti is the place in the feed, the same each time that it is sent.
func (m *Minter) SecurityEvent(client *core.Client, r core.Revocation) (string, error) {
	subject := securityevent.Subject{Format: securityevent.Opaque, ID: r.GrantID}
	if r.TokenID != "" {
		subject = securityevent.Subject{Format: securityevent.JWTID, Issuer: m.Issuer, JWTID: r.TokenID}
	}
	signed, err := securityevent.Mint(m.Keys.AccessTokenKey(), securityevent.Claims{
		Claims: jose.Claims{
			Issuer: m.Issuer, Audience: jose.Audience{client.ID}, ID: r.Position, IssuedAt: jose.NewTime(m.Now()),
		},
		Subject: subject,
	}, securityevent.Revoked{EventTimestamp: r.At.Unix(), ExpiresAt: r.Until.Unix()})
	if err != nil {
		return "", fmt.Errorf("mint security event: %w", err)
	}
	return signed, nil
}

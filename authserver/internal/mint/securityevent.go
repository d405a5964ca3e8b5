package mint

import (
	"context"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/securityevent"
)

// SecurityEvent signs a security event token for a client that is a resource server: tokens
// were revoked (RFC 8417). It is signed with the key of access tokens, which resource servers
// have. Its jti is the position in the feed, so that it is the same each time it is sent.
func (m *Minter) SecurityEvent(ctx context.Context, client *core.Client, r core.Revocation) (string, error) {
	subject := securityevent.Subject{Format: securityevent.Opaque, ID: r.GrantID}
	if r.TokenID != "" {
		subject = securityevent.Subject{Format: securityevent.JWTID, Issuer: m.Issuer, JWTID: r.TokenID}
	}
	signed, err := securityevent.Mint(ctx, m.Keys.AccessTokenKey(), securityevent.Claims{
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

package mint

import (
	"context"
	"fmt"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// The logout token (OIDC Back-Channel Logout §2.4).
const (
	logoutTokenType = "logout+jwt"
	logoutEvent     = "http://schemas.openid.net/event/backchannel-logout"
	logoutTokenTTL  = 2 * time.Minute // the most that §4 allows
)

// logoutTokenClaims are those of §2.4. A logout token has no nonce, so that it cannot be used
// as an ID token.
type logoutTokenClaims struct {
	jose.Claims                     // iss, sub, iat, exp, jti
	Audience    string              `json:"aud"`
	SessionID   string              `json:"sid"`
	Events      map[string]struct{} `json:"events"`
}

// LogoutToken signs a logout token: the session of the user has ended. Its algorithm is that
// of the client's ID tokens (§2.6).
func (m *Minter) LogoutToken(ctx context.Context, client *core.Client, subject, sid string) (string, error) {
	now := m.Now()
	signed, err := m.sign(ctx, client.IDTokenAlg, logoutTokenType, &logoutTokenClaims{
		Claims: jose.Claims{
			Issuer: m.Issuer, Subject: subject, ID: oauth.NewSecret(),
			IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(patience.Lifetime(ctx, logoutTokenTTL))),
		},
		Audience: client.ID, SessionID: sid, Events: map[string]struct{}{logoutEvent: {}},
	})
	if err != nil {
		return "", fmt.Errorf("mint logout token: %w", err)
	}
	return signed, nil
}

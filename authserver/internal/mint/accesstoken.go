package mint

import (
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// AccessToken makes an access token of the grant with the scope, which may be
// narrower than the grant's, less what means nothing at the audience: a resource
// server must not see what the user allowed elsewhere (RFC 9068 §2.2.3). The token
// is valid no longer than the grant. The Grant of a client that acts for itself has no ID, no AuthTime
// and no ExpiresAt; its Subject is the client (RFC 9068 §2.2).
func (m *Minter) AccessToken(grant *core.Grant, scope oauth.Scope) (core.AccessToken, error) {
	now := m.Now()
	scope = m.Scopes.ScopeAt(grant.Audience, scope)
	lifetime := m.AccessTokenTTL
	if !grant.ExpiresAt.IsZero() {
		lifetime = min(lifetime, grant.ExpiresAt.Sub(now))
	}
	claims := &accesstoken.Claims{
		Claims: jose.Claims{
			Issuer:    m.Issuer,
			Subject:   grant.Subject,
			Audience:  grant.Audience,
			IssuedAt:  jose.NewTime(now),
			ExpiresAt: jose.NewTime(now.Add(lifetime)),
			ID:        oauth.NewSecret(),
		},
		ClientID:  grant.ClientID,
		Scope:     scope.String(),
		ACR:       grant.ACR,
		AMR:       grant.AMR,
		SessionID: grant.SessionID,
		GrantID:   grant.ID,

		ExchangedFrom: grant.ExchangedFrom,
		ExchangedAt:   grant.ExchangedAt,
		Actor:         grant.Actor, // RFC 8693 §4.1
	}
	if scope.Has("openid") { // else userinfo does not take it
		claims.UserInfo = grant.Claims.UserInfo
	}
	if grant.AuthTime.IsZero() && grant.Subject != grant.ClientID { // exchanged: sub no longer shows that there is no user
		claims.GrantType = accesstoken.GrantTypeClient
	}
	if grant.KeyThumbprint != "" { // RFC 9449 §6.1
		claims.Confirmation = &oauth.Confirmation{JKT: grant.KeyThumbprint}
	}
	if !grant.AuthTime.IsZero() {
		claims.AuthTime = grant.AuthTime.Unix()
	}
	token, err := accesstoken.Mint(m.Keys.AccessTokenKey(), claims)
	return core.AccessToken{Value: token, Scope: scope, ExpiresIn: lifetime}, err
}

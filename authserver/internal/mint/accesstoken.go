package mint

import (
	"context"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// AccessToken signs an access token of the grant. The scope may be narrower than that of the
// grant. Scopes that the audience does not define are left out: a resource server must not see
// what the user allowed at others (RFC 9068 §2.2.3). The token does not outlive the grant. The
// grant of a client that acts for itself has no ID, no AuthTime and no ExpiresAt, and its
// Subject is the client (RFC 9068 §2.2). The claims about the user are those that the scope releases.
func (m *Minter) AccessToken(ctx context.Context, grant *core.Grant, scope oauth.Scope) (core.AccessToken, error) {
	now := m.Now()
	scope = m.Scopes.ScopeAt(grant.Audience, scope)
	lifetime := m.AccessTokenTTL
	if !grant.ExpiresAt.IsZero() {
		lifetime = min(lifetime, grant.ExpiresAt.Sub(now))
	}
	payload := &accesstoken.Claims{
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
	if scope.Has("openid") { // without openid, userinfo refuses the token
		payload.UserInfo = grant.Claims.UserInfo
	}
	if grant.AuthTime.IsZero() && grant.Subject != grant.ClientID { // after a token exchange, sub does not show that there is no user
		payload.GrantType = accesstoken.GrantTypeClient
	}
	if grant.KeyThumbprint != "" { // RFC 9449 §6.1
		payload.Confirmation = &oauth.Confirmation{JKT: grant.KeyThumbprint}
	}
	if !grant.AuthTime.IsZero() {
		payload.AuthTime = grant.AuthTime.Unix()
	}
	var err error
	if payload.Other, err = m.attributes(payload); err != nil {
		return core.AccessToken{}, err
	}
	token, err := accesstoken.Mint(ctx, m.Keys.AccessTokenKey(), payload)
	return core.AccessToken{Value: token, Scope: scope, ExpiresIn: lifetime}, err
}

package authserver

import (
	"quartet.example/authserver/internal/introspect"
	"quartet.example/authserver/internal/par"
	"quartet.example/authserver/internal/revoke"
	"quartet.example/authserver/internal/token"
	"quartet.example/authserver/internal/userinfo"
	"quartet.example/shared/oauth"
)

// par returns the handler of /par. It needs the handler of /authorize, which checks the parameters
// of pushed requests too.
func (p *parts) par(requests par.Requests) *par.Handler {
	return &par.Handler{
		Clients: p.clients, Requests: requests, Pushed: p.store, Proofs: p.proofs, Now: p.deps.Now,
		TTL: p.cfg.PARTTL, Linger: p.cfg.TransactionTTL,
	}
}

func (p *parts) token() *token.Handler {
	store, dir, mint := p.store, p.dir, p.mint
	return &token.Handler{Clients: p.clients, Proofs: p.proofs, Grants: map[oauth.GrantType]token.Grant{
		oauth.AuthorizationCodeGrant: &token.Code{Codes: store, Users: dir, Audiences: dir, Engine: p.engine, IDTokens: mint},
		oauth.RefreshTokenGrant:      &token.Refresh{Families: store, Users: dir, Access: mint, Audiences: dir, IDTokens: mint, Grace: p.cfg.RefreshGrace},
		oauth.ClientCredentialsGrant: &token.ClientCredentials{Engine: p.engine, Audiences: dir},
		oauth.TokenExchangeGrant:     &token.Exchange{Tokens: p.tokens, Users: dir, Access: mint, Resources: dir, Grants: store, Owners: dir},
		oauth.DeviceCodeGrant:        &token.Device{Devices: store, Users: dir, Audiences: dir, Engine: p.engine, IDTokens: mint},
	}}
}

func (p *parts) introspect() *introspect.Handler {
	return &introspect.Handler{Clients: p.clients, Tokens: p.tokens, Grants: p.store, Users: p.dir, Issuer: p.cfg.Issuer, Signer: p.mint}
}

func (p *parts) revoke() *revoke.Handler {
	return &revoke.Handler{Clients: p.clients, Tokens: p.tokens, Grants: p.store}
}

func (p *parts) userinfo() *userinfo.Handler {
	return &userinfo.Handler{Proofs: p.proofs, Issuer: p.cfg.Issuer, Tokens: p.tokens, Users: p.dir, Clients: p.dir, Signer: p.mint}
}

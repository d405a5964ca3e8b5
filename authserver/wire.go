package authserver

import (
	"quartet.example/authserver/internal/backchannel"
	"quartet.example/authserver/internal/discovery"
	"quartet.example/authserver/internal/engine"
	"quartet.example/authserver/internal/introspect"
	"quartet.example/authserver/internal/issued"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/mint"
	"quartet.example/authserver/internal/revoke"
	"quartet.example/authserver/internal/securityevents"
	"quartet.example/authserver/internal/token"
	"quartet.example/authserver/internal/userinfo"
	"quartet.example/shared/oauth"
)

// wire makes the endpoints.
func (s *Server) wire() error {
	cfg := s.cfg
	s.mint = &mint.Minter{
		Issuer: cfg.Issuer, Keys: s.keys, Now: s.deps.Now,
		AccessTokenTTL: cfg.AccessTokenTTL, IDTokenTTL: cfg.IDTokenTTL, Users: s.dir, Scopes: s.dir,
	}
	codes := engine.New(engine.Options{
		Store: s.store, Minter: s.mint, Now: s.deps.Now,
		CodeTTL: cfg.CodeTTL, GrantTTL: cfg.GrantTTL, OfflineGrantTTL: cfg.OfflineGrantTTL, GrantIdle: cfg.SessionIdle,
	})
	tokens := issued.New(issued.Options{Issuer: cfg.Issuer, Keys: s.keys.Keyfunc, Now: s.deps.Now, Revocations: s.store})
	s.notices = backchannel.New(backchannel.Options{Clients: s.dir, Tokens: s.mint, HTTP: s.fetch, Log: s.deps.Log, Patience: cfg.LogoutPatience})
	s.clients = s.authenticator()
	s.proofs = s.verifier()
	s.wireBackChannel(codes, tokens)
	err := s.wireFrontChannel(codes, tokens)
	if err != nil {
		return err
	}
	if err := s.wireDevice(); err != nil {
		return err
	}
	s.wirePAR()
	s.wireHome()
	s.discovery, err = discovery.New(discovery.Options{
		Issuer: cfg.Issuer, Scopes: s.dir.ScopesSupported(), IDTokenAlgorithms: keys.Names(), RequirePAR: cfg.RequirePAR,
	})
	return err
}

// wireBackChannel makes what clients and resource servers call.
func (s *Server) wireBackChannel(issuer *engine.Engine, tokens *issued.Tokens) {
	cfg, store, dir := s.cfg, s.store, s.dir
	clients := s.clients
	s.token = &token.Handler{Clients: clients, Proofs: s.proofs, Grants: map[oauth.GrantType]token.Grant{
		oauth.AuthorizationCodeGrant: &token.Code{Codes: store, Users: dir, Audiences: dir, Engine: issuer, IDTokens: s.mint},
		oauth.RefreshTokenGrant:      &token.Refresh{Families: store, Users: dir, Access: s.mint, Audiences: dir, IDTokens: s.mint, Grace: cfg.RefreshGrace},
		oauth.ClientCredentialsGrant: &token.ClientCredentials{Engine: issuer, Audiences: dir},
		oauth.TokenExchangeGrant:     &token.Exchange{Tokens: tokens, Users: dir, Access: s.mint, Resources: dir, Grants: store, Owners: dir},
		oauth.DeviceCodeGrant:        &token.Device{Devices: store, Users: dir, Audiences: dir, Engine: issuer, IDTokens: s.mint},
	}}
	s.introspect = &introspect.Handler{Clients: clients, Tokens: tokens, Grants: store, Users: dir, Issuer: cfg.Issuer, Signer: s.mint}
	s.revoke = &revoke.Handler{Clients: clients, Tokens: tokens, Grants: store}
	s.events = &securityevents.Handler{Clients: clients, Exchanges: dir, Revocations: store, Signer: s.mint, Log: s.deps.Log, Patience: cfg.EventPollWait}
	s.userinfo = &userinfo.Handler{Proofs: s.proofs, Issuer: cfg.Issuer, Tokens: tokens, Users: dir, Clients: dir, Signer: s.mint}
}

package authserver

import (
	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/clientkeys"
	"quartet.example/shared/web"
)

// authenticator is the one entry of clients, at every endpoint that they call.
func (s *Server) authenticator() *clientauth.Authenticator {
	cfg, now := s.cfg, s.deps.Now
	return &clientauth.Authenticator{
		Clients: s.dir, Realm: cfg.Issuer,
		Assertions: &assertion.Verifier{
			Issuer: cfg.Issuer, Keys: &clientkeys.Keys{Fetch: s.fetch, Now: now}, Replays: s.store, Now: now,
			MaxTTL: cfg.AssertionTTL, Skew: cfg.AssertionSkew,
		},
		Guesses: &clientauth.Guesses{
			Shared: s.store, Address: web.RemoteAddress(cfg.TrustedProxies), Now: now,
			Limit: cfg.ClientAttempts, Window: cfg.ClientWindow,
		},
	}
}

package authserver

import (
	"net/http"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/clientkeys"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/shared/config"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// fetcher asks what clients have registered. The hosts that the operator lists
// are those of clients, so that the inspector shows them as such.
func (s *Server) fetcher() *fetch.Fetcher {
	hosts := trace.Hosts{}
	for _, hostPort := range s.cfg.FetchAllow {
		hosts[hostPort] = trace.Client
	}
	return fetch.New(fetch.Options{Allow: s.cfg.FetchAllow, Record: func(next http.RoundTripper) http.RoundTripper {
		return s.deps.Trace.Transport(next, hosts) // next itself, unless this process records
	}})
}

// authenticator is the one entry of clients, at every endpoint that they call.
func (s *Server) authenticator() *clientauth.Authenticator {
	cfg, now := s.cfg, s.deps.Now
	return &clientauth.Authenticator{
		Clients: s.dir, Realm: cfg.Issuer, Dev: cfg.Profile == config.Dev,
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

package client

import (
	"strings"

	"quartet.example/client/internal/clientkey"
	"quartet.example/client/internal/proof"
	"quartet.example/client/internal/provider"
	"quartet.example/shared/oauth"
)

// connect makes the client's view of its authorization server. It asks for no
// answer of it.
func (s *Server) connect(prover *proof.Prover) error {
	settings := s.settings()
	var published []*clientkey.Keys
	if !s.cfg.ClientKey.IsZero() {
		keys, err := clientkey.Parse(s.cfg.ClientKey.Reveal())
		if err != nil {
			return err
		}
		settings.Keys, published = keys, append(published, keys)
	}
	s.provider = provider.New(settings, s.deps.HTTP, prover, s.deps.Now)
	var err error
	s.keys, err = clientkey.NewHandler(published...)
	return err
}

func (s *Server) settings() provider.Settings {
	hosts := make([]string, len(s.cfg.EndpointHosts))
	for i, host := range s.cfg.EndpointHosts {
		hosts[i] = strings.ToLower(host)
	}
	return provider.Settings{
		Issuer: s.cfg.Issuer, EndpointHosts: hosts,
		ClientID: s.cfg.ClientID, ClientSecret: s.cfg.ClientSecret.Reveal(), AuthMethod: s.cfg.TokenAuthMethod,
		RedirectURI: s.cfg.PublicURL + "/callback", Scope: oauth.Scope(s.cfg.Scopes), Resource: s.cfg.resource(), Skew: s.cfg.Skew,
		Pushing: s.cfg.PAR, DPoP: s.cfg.DPoP,
	}
}

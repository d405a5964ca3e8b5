package bff

import (
	"fmt"
	"strings"

	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/client/bff/internal/proof"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/shared/oauth"
)

// connect makes the client's view of its authorization servers. It asks for no
// answer of them.
func (s *Server) connect(prover *proof.Prover) error {
	entries, err := s.cfg.providers()
	if err != nil {
		return err
	}
	var servers []*provider.Provider
	var published []*clientkey.Keys
	for _, e := range entries {
		settings := s.settings(e)
		if !e.ClientKey.IsZero() { // published also before the method changes to private_key_jwt
			if settings.Keys, err = clientkey.Parse(e.ClientKey.Reveal()); err != nil {
				return fmt.Errorf("client-key: %w", err)
			}
			published = append(published, settings.Keys)
		}
		servers = append(servers, provider.New(settings, s.deps.HTTP, prover, s.deps.Now))
	}
	s.provider = provider.NewServers(servers...)
	s.keys, err = clientkey.NewHandler(published...)
	return err
}

// providers are all authorization servers: the first is that of the flags.
func (c *Config) providers() ([]provider.Entry, error) {
	first := provider.Entry{
		Issuer: c.Issuer, EndpointHosts: c.EndpointHosts, ClientID: c.ClientID, ClientSecret: c.ClientSecret, ClientKey: c.ClientKey,
		AuthMethod: c.TokenAuthMethod, Scopes: c.Scopes, Resource: c.Resource, PAR: c.PAR, DPoP: c.DPoP,
		IDTokenAlg: c.IDTokenAlg, Audiences: c.TrustedAudiences,
	}
	others, err := provider.ParseFile(c.Providers.Reveal())
	if err != nil {
		return nil, fmt.Errorf("providers: %w", err)
	}
	for i := range others {
		if len(others[i].Scopes) == 0 {
			others[i].Scopes = c.Scopes
		}
		if others[i].Resource == "" {
			others[i].Resource = c.Resource
		}
	}
	return append([]provider.Entry{first}, others...), nil
}

func (s *Server) settings(e provider.Entry) provider.Settings {
	hosts := make([]string, len(e.EndpointHosts))
	for i, host := range e.EndpointHosts {
		hosts[i] = strings.ToLower(host)
	}
	redirect := s.cfg.PublicURL + "/callback"
	if e.Name != "" { // RFC 9700 §4.4.2.2: each server has a redirect URI of its own
		redirect += "/" + e.Name
	}
	return provider.Settings{
		Issuer: e.Issuer, Title: e.Title, EndpointHosts: hosts,
		ClientID: e.ClientID, ClientSecret: e.ClientSecret.Reveal(), AuthMethod: e.AuthMethod,
		RedirectURI: redirect, Scope: oauth.Scope(e.Scopes), Resource: s.cfg.resourceOf(e.Resource), Skew: s.cfg.Skew,
		Pushing: e.PAR, DPoP: e.DPoP, IDTokenAlg: e.IDTokenAlg, Audiences: e.Audiences, Log: s.deps.Log,
	}
}

// issuers names all authorization servers, for the page for nobody.
func (s *Server) issuers() string {
	var all []string
	for _, issuer := range s.provider.List() {
		all = append(all, issuer.URL)
	}
	return strings.Join(all, " or ")
}

package authserver

import (
	"net/url"

	"quartet.example/authserver/internal/discovery"
	"quartet.example/authserver/internal/home"
	"quartet.example/shared/config"
)

// wireHome makes the page at the issuer.
func (s *Server) wireHome() {
	s.home = &home.Handler{
		Users: s.dir, Pages: s.pages,
		Documents: home.Documents{
			Description: "OAuth 2 authorization server and OpenID provider",
			Issuer:      s.cfg.Issuer, Keys: s.cfg.Issuer + "/jwks",
			OpenID: s.cfg.Issuer + discovery.OpenIDPath, OAuth: s.wellKnown(discovery.OAuthPath),
		},
	}
	if s.cfg.Profile != config.Dev {
		return // which clients there are is not for everybody to know
	}
	s.home.Clients = s.dir.ClientsWithPages()
}

// wellKnown is the URL of a document of RFC 8414: the path of the issuer comes after
// the well-known one (§3.1).
func (s *Server) wellKnown(path string) string {
	u, err := url.Parse(s.cfg.Issuer)
	if err != nil { // Validate has parsed it
		return ""
	}
	return u.Scheme + "://" + u.Host + path + u.EscapedPath()
}

package stack

import (
	"fmt"
	"net"
	"net/url"
)

// Service is one of the four, as people and the doctor see it.
type Service struct {
	Name  string // "authserver"
	Title string // "Authorization server"
	URL   string // public
	Env   string // prefix of its settings

	Listen string // address, as configured
	Named  string // settings of its public URL
}

// Elsewhere names the settings that disagree if the service, which listens at the
// address, cannot be reached at its public URL: the ports differ. It returns "" if they
// are the same. A proxy in between may be the reason.
func (s Service) Elsewhere(address string) string {
	if _, port, err := net.SplitHostPort(address); err != nil || port == s.Port() {
		return ""
	}
	return fmt.Sprintf("%s listens at %s (%s_LISTEN), but its URL is %s (%s)", s.Title, address, s.Env, s.URL, s.Named)
}

// Host is host:port of the public URL.
func (s Service) Host() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Port is the port of the public URL.
func (s Service) Port() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	return u.Port()
}

// Services lists the four in the order in which a reader meets them.
func (s *Settings) Services() []Service {
	return []Service{
		{"client", "Client", s.Client.PublicURL, "CLIENT", s.Client.Listen, "CLIENT_PUBLIC_URL"},
		{"authserver", "Authorization server", s.Authserver.Issuer, "AUTHSERVER", s.Authserver.Listen, "ISSUER"},
		{"resourceserver", "Resource server", s.Resourceserver.Resource, "RESOURCESERVER", s.Resourceserver.Listen, "RESOURCESERVER_RESOURCE, CLIENT_API_URL"},
		{"inspector", "Inspector", s.Inspector.PublicURL, "INSPECTOR", s.Inspector.Listen, "INSPECTOR_PUBLIC_URL"},
	}
}

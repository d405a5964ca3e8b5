package stack

import (
	"fmt"
	"net"
	"net/url"
)

// Service describes one of the four services for the summary and the doctor.
type Service struct {
	Name  string // "authserver"
	Title string // "Authorization server"
	URL   string // the public URL
	Env   string // prefix of its environment variables

	Listen string // address to listen on, as configured
	Named  string // names of the settings for its public URL
}

// Elsewhere compares the port of the address on which the service listens with that of its public
// URL. It returns "" if they are equal, and otherwise a sentence that names the two settings. A
// proxy in between may be the reason for the difference.
func (s Service) Elsewhere(address string) string {
	if _, port, err := net.SplitHostPort(address); err != nil || port == s.Port() {
		return ""
	}
	return fmt.Sprintf("%s listens at %s (%s_LISTEN), but its URL is %s (%s)", s.Title, address, s.Env, s.URL, s.Named)
}

// Host returns host:port of the public URL.
func (s Service) Host() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Port returns the port of the public URL.
func (s Service) Port() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	return u.Port()
}

// Services returns the four services, in the order in which they are shown.
func (s *Settings) Services() []Service {
	return []Service{
		{"client", "Client", s.Client.PublicURL, "CLIENT", s.Client.Listen, "CLIENT_PUBLIC_URL"},
		{"authserver", "Authorization server", s.Authserver.Issuer, "AUTHSERVER", s.Authserver.Service().Listen, "ISSUER"},
		{"resourceserver", "Resource server", s.Resourceserver.Resource, "RESOURCESERVER", s.Resourceserver.Listen, "RESOURCESERVER_RESOURCE, CLIENT_API_URL"},
		{"inspector", "Inspector", s.Inspector.PublicURL, "INSPECTOR", s.Inspector.Listen, "INSPECTOR_PUBLIC_URL"},
	}
}

package stack

import "net/url"

// Service is one of the four, as people and the doctor see it.
type Service struct {
	Name  string // "authserver"
	Title string // "Authorization server"
	URL   string // public
	Env   string // prefix of its settings
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
		{"client", "Client", s.Client.PublicURL, "CLIENT"},
		{"authserver", "Authorization server", s.Authserver.Issuer, "AUTHSERVER"},
		{"resourceserver", "Resource server", s.Resourceserver.Resource, "RESOURCESERVER"},
		{"inspector", "Inspector", s.Inspector.PublicURL, "INSPECTOR"},
	}
}

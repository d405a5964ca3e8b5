package authserver

import (
	"net"
	"net/url"
)

// defaultPort is the port on which the server listens if neither listen nor the issuer names one.
const defaultPort = "9000"

// listenAddress returns the address to listen on. If the setting listen has no port, as in its default
// localhost:, the port is that of the issuer, so that ISSUER alone moves a server. The port of an https
// issuer is not used: the TLS proxy in front of the server listens there.
func (c *Config) listenAddress() string {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || port != "" {
		return c.Listen
	}
	if issuer, err := url.Parse(c.Issuer); err == nil && issuer.Scheme == "http" && issuer.Port() != "" {
		return net.JoinHostPort(host, issuer.Port())
	}
	return net.JoinHostPort(host, defaultPort)
}

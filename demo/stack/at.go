package stack

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"quartet.example/shared/localnet"
)

// own are the settings of the stack itself. Their variables are QUARTET_AT and QUARTET_TLS.
type own struct {
	TLS bool   `name:"tls" help:"https instead of http, with a certificate of a local CA that is made at start"`
	At  string `help:"host:port of the authorization server, such as localhost:9100; the API, the inspector and the client get the next three ports, and the names api, inspect and app before the host"`
}

// moveTo moves the names and ports of all services: with lab.localhost:9100 the issuer is
// http://auth.lab.localhost:9100, the API http://api.lab.localhost:9101, the inspector
// http://inspect.lab.localhost:9102 and the client http://app.lab.localhost:9103. An address such as
// 127.0.0.1 has no names before it. Other settings of the same addresses do not count then.
func (s *Settings) moveTo(at string) error {
	host, text, err := net.SplitHostPort(at)
	port, notNumber := strconv.Atoi(text)
	switch {
	case err != nil || notNumber != nil || port < 1 || port+3 > 65535:
		return errors.New("QUARTET_AT: want host:port, such as localhost:9100; the three ports after it are used too")
	case !localnet.IsLoopback(host):
		return errors.New("QUARTET_AT: the host must be localhost, a name below it, or a loopback address, because browsers keep the cookies of http only there")
	}
	s.At = at
	url := func(name string, offset int) string {
		at := name + "." + host
		if _, err := netip.ParseAddr(host); err == nil {
			at = host
		}
		return "http://" + net.JoinHostPort(at, strconv.Itoa(port+offset))
	}
	s.agree(addresses{authserver: url("auth", 0), resourceserver: url("api", 1), inspector: url("inspect", 2), client: url("app", 3)})
	for offset, listen := range []*string{&s.Authserver.Listen, &s.Resourceserver.Listen, &s.Inspector.Listen, &s.Client.Listen} {
		*listen = fmt.Sprintf("localhost:%d", port+offset)
	}
	return nil
}

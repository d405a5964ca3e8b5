package localnet

import (
	"fmt"
	"net/netip"
	"net/url"
)

// Confidential tells whether nobody on the way can read or change what goes to
// address or comes from it: it wants https, or http that does not leave this
// machine (RFC 6749 §3.1.2.1, §3.2; RFC 9700 §2.6). A URL with user information
// or a fragment is not the address of a server.
func Confidential(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return err
	case u.Host == "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("%q is not the https URL of a server", address)
	case u.Scheme == "https", u.Scheme == "http" && isHere(u.Hostname()):
		return nil
	}
	return fmt.Errorf("%q: https is needed, except on this machine", address)
}

func isHere(host string) bool {
	ip, err := netip.ParseAddr(host)
	return IsLocal(host) || err == nil && ip.IsLoopback()
}

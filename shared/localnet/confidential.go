package localnet

import (
	"errors"
	"net/netip"
	"net/url"
)

// What is wrong with an address is said without a word of it: a malformed one may
// hold a password.
var (
	errAddress  = errors.New("want http:// or https://, a host, and no user or password")
	errFragment = errors.New("the address of a server has no fragment")
	errPlain    = errors.New("https is needed, except for an address on this machine (RFC 9700 §2.6)")
)

// ParseServer reads the http or https URL of a server. A URL with a user or a
// password is none. Its errors do not quote the address.
func ParseServer(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return nil, errAddress
	}
	return u, nil
}

// Confidential tells whether nobody on the way can read or change what goes to
// address or comes from it: it wants https, or http that does not leave this
// machine (RFC 6749 §3.1.2.1, §3.2; RFC 9700 §2.6). A URL with user information
// or a fragment is not the address of a server. Its errors do not quote the address.
func Confidential(address string) error {
	u, err := ParseServer(address)
	switch {
	case err != nil:
		return err
	case u.Fragment != "":
		return errFragment
	case u.Scheme == "http" && !IsLoopback(u.Hostname()):
		return errPlain
	}
	return nil
}

// IsLoopback tells whether host, without a port, is this machine: a loopback address,
// localhost, or a name below it.
func IsLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return IsLocal(host) || err == nil && ip.IsLoopback()
}

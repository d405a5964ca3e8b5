package localnet

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
)

// These errors do not quote the address: a malformed one may contain a password.
var (
	errAddress  = errors.New("want http:// or https://, a host, and no user or password")
	errFragment = errors.New("the address of a server has no fragment")
	errPlain    = errors.New("https is needed, except for an address on this machine (RFC 9700 §2.6)")
)

// ParseServer parses the http or https URL of a server. It returns an error for a URL without a
// host, or with a user or password. Its errors do not quote the address.
func ParseServer(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return nil, errAddress
	}
	return u, nil
}

// Confidential returns nil if nobody in the network can read or change requests to address: it
// must be https, or http to this machine (RFC 6749 §3.1.2.1, §3.2; RFC 9700 §2.6). It also returns
// an error for user information and for a fragment. Its errors do not quote the address.
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

// RequireConfidential is Confidential for a setting or a metadata field: its error begins with
// that name.
func RequireConfidential(name, address string) error {
	if err := Confidential(address); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// HostOf returns host and port of a URL, "" if it is not a URL.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// IsLoopback reports whether host, without a port, is this machine: a loopback address, localhost,
// or a name that ends in .localhost.
func IsLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return IsLocal(host) || err == nil && ip.IsLoopback()
}

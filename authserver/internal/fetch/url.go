package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// maxURL bounds an address, in characters.
const maxURL = 2000

// Check returns why an address may not be fetched, as far as its text shows; nil if it may.
// Nothing is sent or resolved. The seed file is checked with it. The error does not contain
// the address.
func (f *Fetcher) Check(raw string) error {
	_, err := f.parse(raw)
	return err
}

// parse returns the URL, or why it may not be fetched.
func (f *Fetcher) parse(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case len(raw) > maxURL:
		return nil, fmt.Errorf("over %d characters", maxURL)
	case err != nil:
		return nil, errors.New("not a URL")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("neither https nor http")
	case u.User != nil:
		return nil, errors.New("has a user")
	case u.Fragment != "" || strings.Contains(raw, "#"):
		return nil, errors.New("has a fragment")
	case !plainHost(u.Hostname()):
		return nil, errors.New("the host is not a plain name, nor an address in its usual form")
	}
	port, err := portOf(u)
	if err != nil {
		return nil, err
	}
	if f.allowed(u.Hostname(), port) {
		return u, nil
	}
	if u.Scheme != "https" {
		return nil, errors.New("not https")
	}
	addr, err := netip.ParseAddr(u.Hostname())
	if err == nil && (!public(addr) || addr.Is4In6()) {
		return nil, errors.New("the address is not public")
	}
	if err != nil && local(u.Hostname()) {
		return nil, errors.New("the host is this machine")
	}
	return u, nil
}

// plainHost refuses hosts that one parser reads as a name and another as an address:
// 127.1, 0x7f000001, 0177.0.0.1, 2130706433, full-width digits.
func plainHost(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Zone() == ""
	}
	name := strings.TrimSuffix(host, ".")
	last := name[strings.LastIndex(name, ".")+1:]
	return last != "" && !strings.ContainsFunc(name, notInNames) && (last[0] < '0' || last[0] > '9')
}

// notInNames reports whether c is neither a letter, digit, hyphen, underscore nor dot.
func notInNames(c rune) bool {
	letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	return !letter && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.'
}

// local reports whether the name always means this machine (RFC 6761 §6.3).
func local(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func portOf(u *url.URL) (string, error) {
	switch port := u.Port(); {
	case port != "":
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "", errors.New("no such port")
		}
		return port, nil
	case strings.HasSuffix(u.Host, ":"):
		return "", errors.New("no port after the colon")
	case u.Scheme == "http":
		return "80", nil
	}
	return "443", nil
}

// allowed reports whether the operator listed this host and port in --fetch-allow.
func (f *Fetcher) allowed(host, port string) bool {
	return f.allow[strings.ToLower(net.JoinHostPort(host, port))]
}

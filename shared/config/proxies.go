package config

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// Proxies lists the proxies whose X-Forwarded-For is trusted. As text it is a list of prefixes and
// addresses, separated by commas, or the word none. Nil means not set; an empty list that is not
// nil means none.
type Proxies []netip.Prefix

// NoProxies means that no X-Forwarded-For is trusted.
var NoProxies = Proxies{}

// UnmarshalText parses the text form. Its errors do not contain the text.
func (p *Proxies) UnmarshalText(text []byte) error {
	*p = nil
	switch strings.TrimSpace(string(text)) {
	case "":
		return nil
	case "none":
		*p = Proxies{}
		return nil
	}
	for one := range strings.SplitSeq(string(text), ",") {
		prefix, err := parsePrefix(strings.TrimSpace(one))
		if err != nil {
			return errors.New("want none, or prefixes such as 10.0.0.0/8 and addresses, separated by commas")
		}
		*p = append(*p, prefix)
	}
	return nil
}

// MarshalText returns the text form, as UnmarshalText parses it.
func (p Proxies) MarshalText() ([]byte, error) {
	if p != nil && len(p) == 0 {
		return []byte("none"), nil
	}
	words := make([]string, len(p))
	for i, prefix := range p {
		words[i] = prefix.String()
	}
	return []byte(strings.Join(words, ",")), nil
}

func parsePrefix(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	return netip.ParsePrefix(text)
}

// Production returns an error if p is not set, or if a prefix covers a large part of the
// Internet.
//
// The services speak HTTP, so in production a TLS proxy is in front of them. If the proxy
// is not listed, all requests seem to come from one address, and an attacker who uses up
// the limit of that address locks everybody out. If every address is trusted, an attacker
// sends another address in each request and avoids all throttles.
func (p Proxies) Production() error {
	if p == nil {
		return errors.New("trusted-proxies: production requires the prefixes of the TLS proxy, or none: " +
			"without it all requests seem to come from one address, and one caller who is throttled locks everybody out")
	}
	var errs []error
	for _, prefix := range p {
		if tooWide(prefix) {
			errs = append(errs, fmt.Errorf("trusted-proxies: %s trusts a large part of the Internet to name any address; name the proxies", prefix))
		}
	}
	return errors.Join(errs...)
}

// uniqueLocal is the range of private IPv6 addresses (RFC 4193 §3.1).
var uniqueLocal = netip.MustParsePrefix("fc00::/7")

// tooWide reports whether prefix is wider than the largest private IPv4 network, 10.0.0.0/8 (RFC
// 1918 §3), or than any IPv6 allocation.
func tooWide(prefix netip.Prefix) bool {
	switch addr := prefix.Addr(); {
	case addr.Is4():
		return prefix.Bits() < 8
	case addr.Is4In6():
		return prefix.Bits() < 96+8
	case uniqueLocal.Contains(addr):
		return prefix.Bits() < uniqueLocal.Bits()
	}
	return prefix.Bits() < 16
}

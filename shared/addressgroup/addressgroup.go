// Package addressgroup decides which network addresses a throttle counts as one caller.
package addressgroup

import "net/netip"

// Of returns the unit in which a throttle counts addresses: a single IPv4 address, or the /64 of
// an IPv6 address, because one host can use any address in its /64 (RFC 4291 §2.5.4, RFC 8981). It
// returns "" for everything that is not an address.
func Of(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	ip = ip.Unmap().WithZone("") // RFC 4291 §2.5.5.2
	if ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}

// Package addressgroup decides which network addresses a throttle counts as one caller.
package addressgroup

import "net/netip"

// Of returns the unit in which addresses are counted: one address of IPv4, or the
// /64 of IPv6, within which a single host may take any address (RFC 4291 §2.5.4,
// RFC 8981). All strings that are not an address are one group, "".
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

package doctor

import "net"

// SetResolver replaces the resolver, and returns a function that restores it.
func SetResolver(r *net.Resolver) (restore func()) {
	before := resolver
	resolver = r
	return func() { resolver = before }
}

// Package production runs the services as an operator would: in the production
// profile, two of each, on a redis-server with TLS and an ACL user, behind a proxy
// that terminates TLS and gives the replicas their requests in turn.
//
//	proxy_test.go       the proxy, and its certificate from a throw-away authority
//	fleet_test.go       the settings and the six servers
//	production_test.go  what people and operators see
//
// It needs redis-server and openssl, and Linux for several addresses on loopback;
// elsewhere it is skipped, unless PRODUCTION=required (make test-production).
package production

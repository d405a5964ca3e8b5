// Package production runs the services as an operator would: in the production profile, two of
// each, on a redis-server with TLS and an ACL user, behind a proxy that terminates TLS and
// distributes the requests among the replicas in turn.
//
//	redis_test.go       the redis-server
//	proxy_test.go       the proxy, and its certificate from a temporary authority
//	fleet_test.go       the settings and the six servers
//	production_test.go  what users and operators see
//
// It needs redis-server, openssl, and Linux, because it uses several loopback addresses. Otherwise
// it is skipped, unless PRODUCTION=required (make test-production).
package production

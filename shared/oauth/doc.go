// Package oauth is the vocabulary that the four roles share: the words of the
// RFCs, spelt in Go, and nothing else. It imports the standard library only.
//
//	error.go     error codes and the one error a client sees   RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1
//	check.go     a named rule with its RFC section             docs/defences.md is made from these
//	grant.go     grant types, response types, auth methods     RFC 6749 §4, RFC 7591 §2
//	scope.go     scope                                         RFC 6749 §3.3
//	pkce.go      code challenge and verifier                   RFC 7636 §4
//	secret.go    random secrets, their hashes and fingerprints RFC 6749 §10.10
//	metadata.go  server and resource metadata                  RFC 8414, RFC 9728
//	token.go     token and introspection responses             RFC 6749 §5.1, RFC 7662 §2.2
package oauth

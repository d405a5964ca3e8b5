// Package accesstoken is the profile of JWT access tokens that the
// authorization server writes and the resource server reads (RFC 9068).
//
//	claims.go  what a token says                    RFC 9068 §2.2
//	mint.go    how it is signed: typ at+jwt, kid    RFC 9068 §2.1
//	kind.go    what it must have                    RFC 9068 §4, RFC 8725 §3
//
// Package jose verifies it, and answers with one sentinel error per rule, in the order of
// the rules, so that each side can tie them to its own named checks.
package accesstoken

// Package accesstoken defines the JWT access tokens (RFC 9068) that the authorization server issues
// and the resource server verifies.
//
//	claims.go  the claims                            RFC 9068 §2.2
//	mint.go    signing: typ at+jwt, alg, kid         RFC 9068 §2.1
//	kind.go    the requirements for verification     RFC 9068 §4, RFC 8725 §3
//
// Package jose verifies the token. It returns a different error for each rule, in a fixed order, so
// that both servers can assign the errors to their own named checks.
package accesstoken

// Package dpop makes and verifies DPoP proofs (RFC 9449). A proof is a JWT that the sender of a
// request signs with its own key for this request only. The authorization server and the resource
// server verify proofs by the same rules.
//
//	proof.go  verifies a proof                                   RFC 9449 §4.3
//	kind.go   requirements for the JWT, and the key in it        RFC 9449 §4.2, §4.3
//	uri.go    compares the URI of a proof with that of a request RFC 9449 §4.3, RFC 3986 §6
//	nonce.go  nonces that replicas share without storing them    RFC 9449 §8
//	make.go   makes a proof, for clients                         RFC 9449 §4.2
//
// Parse returns a different error for each rule, in a fixed order, so that both servers can assign
// the errors to their own named checks. Two rules are left to the caller, which has the necessary
// information: the jti was not used before, and the key is the one that the access token is bound
// to.
package dpop

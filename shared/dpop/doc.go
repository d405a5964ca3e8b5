// Package dpop is the proof of possession of RFC 9449: a JWT that the sender of
// a request signs with a key of its own, for this one request. The authorization
// server reads it at its token endpoint, a resource server beside the access
// token; the rules are the same.
//
//	proof.go  the proof and how it is verified, rule by rule   RFC 9449 §4.3
//	kind.go   what a proof must have, and the key in it        RFC 9449 §4.2, §4.3
//	uri.go    when two URIs are the same target                RFC 9449 §4.3, RFC 3986 §6
//	nonce.go  nonces that replicas agree on without storage    RFC 9449 §8
//	make.go   the client's side: a proof for a request         RFC 9449 §4.2
//
// Parse answers with one sentinel error per rule, in the order of the rules, so
// that each side can tie them to its own named checks. Two rules are left to the
// caller, who has the memory that they need: whether the jti was seen before,
// and whether the key is the one that an access token names.
package dpop

// Package clientkey is the key with which the client says who it is: it signs
// instead of sending a secret (private_key_jwt: RFC 7523 §2.2, OIDC Core §9). The
// private half never leaves the process; the public half is at /jwks.json, so
// that a jwks_uri can be registered and keys change without a word to anybody.
//
//	parse.go      a setting becomes keys: PEM, JWK or JWK Set
//	published.go  refuses a key that is published
//	assertion.go  the JWT that stands for the client      RFC 7523 §3
//	handler.go    GET /jwks.json                          RFC 7517 §5
//
// To change keys: set a JWK Set with the new key second; when the server has
// fetched it, put the new one first; when no assertion of the old one can be on
// its way, leave that out. The first key signs, all are published.
package clientkey

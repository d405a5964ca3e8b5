// Package clientkey has the keys with which the client authenticates: it signs instead of sending
// a secret (private_key_jwt: RFC 7523 §2.2, OIDC Core §9). The private key never leaves the
// process. The public keys are at /jwks.json, which can be registered as jwks_uri, so that keys
// can be changed without a new registration.
//
//	parse.go      a setting becomes keys: PEM, JWK or JWK Set
//	assertion.go  the signed JWT                                   RFC 7523 §3
//	handler.go    GET /jwks.json                                   RFC 7517 §5
//	published.go  keys whose private half everybody knows
//
// To change a key: set a JWK Set with the new key second. When the server has fetched it, put the
// new key first. When no assertion of the old key can be on its way, remove the old key. The
// first key signs, and all are published.
package clientkey

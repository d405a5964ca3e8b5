// Package dpop verifies DPoP proofs at the authorization server: at the token endpoint and
// the PAR endpoint, where tokens and codes are bound to a key (RFC 9449 §5, §10.1), and at
// the userinfo endpoint, where a bound access token is used (§7). shared/dpop has the rules
// about the proof itself. This package adds the named checks, the record of used proofs that
// all replicas share, and the nonces.
//
// A request without a proof is not an error here: the caller decides whether it needs one.
// The URI that htu must match is built from the issuer, never from the Host header, which the
// client chooses. If Redis cannot record the proof as used, the proof is refused: it could be
// replayed.
package dpop

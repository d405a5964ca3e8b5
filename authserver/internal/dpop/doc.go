// Package dpop verifies the proofs of possession that come to this server: at
// the token endpoint and for pushed requests, where a key is bound (RFC 9449 §5,
// §10.1), and at userinfo, where a bound token is used (§7). The rules of the
// proof itself are in shared/dpop; here are the named checks, the memory of used
// proofs that all replicas share, and the nonces.
//
// A request without a proof is no error here: the caller knows whether it may be
// without. The URI that htu must name is made from the issuer, never from the
// Host header. A proof that cannot be remembered, because Redis is away, is not
// accepted.
package dpop

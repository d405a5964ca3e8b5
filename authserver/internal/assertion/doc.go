// Package assertion verifies client assertions: JWTs with which clients authenticate
// in place of sending a secret (RFC 7521 §4.2, RFC 7523 §2.2 and §3, OIDC Core §9).
//
//	private_key_jwt    signed with a key whose public half is registered
//	client_secret_jwt  HMAC with the client's secret. The server keeps the secrets of
//	                   these clients in clear, in memory only.
//
//	assertion.go  decodes an assertion; nothing is verified
//	kind.go       what an assertion must have
//	verify.go     whether the client made it, for this server, and for the first time
//
// The rules, in order: form and size; header; signature; issuer and subject; audience;
// time; replay. The replay cache is asked last, so that nobody without the client's key can
// use up a jti of the client. It is one SET NX in Redis, shared by all replicas and endpoints.
//
// The audience is the issuer identifier as a JSON string. RFC 7523 §3 would also
// accept the URL of the token endpoint, RFC 9126 §2 that of the PAR endpoint. An
// attacker's server can claim these URLs as its own, which is why rfc7523bis and
// FAPI 2.0 accept the issuer only (docs/divergences.md).
package assertion

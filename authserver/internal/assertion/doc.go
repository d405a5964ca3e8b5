// Package assertion judges client assertions: a JWT by which a client proves
// who it is instead of sending a secret (RFC 7521 §4.2, RFC 7523 §2.2 and §3,
// OIDC Core §9).
//
//	private_key_jwt    signed with a key whose public half is registered
//	client_secret_jwt  HMAC with the client's secret, which this server must
//	                   therefore hold in clear, in memory, for these clients only
//
//	assertion.go  what the JWT says of itself, before anything is believed
//	verify.go     whether to believe it, rule by rule
//
// The rules, in order: kind and size; header; signature; subject; audience;
// time; replay. The replay cache comes last, so that nobody without the key can
// spend a jti of the client. It is one SET NX in Redis, shared by replicas and by
// all endpoints.
//
// The audience is the issuer identifier as a JSON string. RFC 7523 §3 would also
// take the URL of the token endpoint, RFC 9126 §2 that of the PAR endpoint; an
// attacker's server can claim these as its own, which is why rfc7523bis and
// FAPI 2.0 narrowed it to the issuer (docs/divergences.md).
package assertion

// Package securityevent is the profile of Security Event Tokens (SETs) by which
// the authorization server tells resource servers of access tokens that ended
// before they expired, and of the poll that fetches them.
//
//	claims.go         what a SET says                        RFC 8417 §2.2, RFC 9493
//	mint.go           how it is signed: typ secevent+jwt     RFC 8417 §2.3
//	kind.go           what it must have                      RFC 8417 §4
//	poll.go           question and answer of a poll          RFC 8936 §2
//	configuration.go  where the poll is found                OpenID Shared Signals Framework 1.0 §7
//
// One event type is used, token-revoked, with one of two subjects:
//
//	{"format":"jwt_id","iss":ISSUER,"jti":JTI}  one access token, by its claim jti
//	{"format":"opaque","id":GID}                every access token with the claim gid: GID
//
// The second is how a grant ends: sign-out, withdrawn consent, a replayed code or
// refresh token. docs/adr/0010 says why this standard and not another.
package securityevent

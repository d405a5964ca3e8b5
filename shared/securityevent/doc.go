// Package securityevent defines the Security Event Tokens (SETs) with which the authorization
// server notifies resource servers of revoked access tokens, and the poll requests with which
// resource servers fetch them.
//
//	claims.go         the claims of a SET                    RFC 8417 §2.2, RFC 9493
//	mint.go           signing: typ secevent+jwt              RFC 8417 §2.3
//	kind.go           the requirements for verification      RFC 8417 §4
//	poll.go           request and response of a poll         RFC 8936 §2
//	configuration.go  metadata of the feed                   OpenID Shared Signals Framework 1.0 §7
//
// One event type is used, token-revoked, with one of two subjects:
//
//	{"format":"jwt_id","iss":ISSUER,"jti":JTI}  one access token, by its claim jti
//	{"format":"opaque","id":GID}                every access token with the claim gid: GID
//
// The second form is used when a grant is revoked: after a sign-out, a revoked consent, or the
// replay of a code or refresh token. docs/adr/0010 gives the reasons for this standard.
package securityevent

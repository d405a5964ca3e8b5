// Package mint signs all tokens of this server: it sets their claims and chooses the key.
// Its callers decide who gets a token.
//
//	mint.go           the Minter, and how it signs
//	accesstoken.go    access tokens                  RFC 9068 §2
//	idtoken.go        ID tokens                      OIDC Core §2, §3.1.3.6, §12.2
//	user.go           the claims about the user in both RFC 9068 §2.2.2, OIDC Core §5.5
//	userinfo.go       signed userinfo responses      OIDC Core §5.3.2
//	logouttoken.go    logout tokens                  OIDC Back-Channel Logout §2.4
//	introspection.go  signed introspection responses RFC 9701 §5
//	securityevent.go  revoked tokens, for the feed    RFC 8417, RFC 8936
//	securityevent.go  security event tokens          RFC 8417
package mint

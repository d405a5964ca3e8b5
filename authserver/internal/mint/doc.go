// Package mint writes tokens: what they say, and with which key they are
// signed. It decides nothing about who gets them.
//
//	mint.go         the Minter and what it needs
//	accesstoken.go  access tokens       RFC 9068 §2
//	idtoken.go      ID tokens           OIDC Core §2, §3.1.3.6, §12.2
//	userinfo.go     signed userinfo     OIDC Core §5.3.2
//	logouttoken.go  logout tokens       OIDC Back-Channel Logout §2.4
//	introspection.go  what is said of a token, signed  RFC 9701 §5
package mint

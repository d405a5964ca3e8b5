// Package provider is the client's view of its authorization servers: any that
// follow the standards, known by their issuer alone.
//
//	servers.go    all of them; each login and session has its own   RFC 9700 §4.4
//	provider.go   one of them, and its settings
//	metadata.go   discovery                         RFC 8414, OIDC Discovery
//	trust.go      which metadata may be acted upon  RFC 8414 §3.3, RFC 9700 §2.6
//	authorize.go  where to send the browser         RFC 6749 §4.1.1, RFC 7636
//	push.go       the request goes ahead of it      RFC 9126
//	clientauth.go who we are                        RFC 6749 §2.3, RFC 7523 §2.2
//	endpoint.go   a form, its answer, a second try with a nonce   RFC 9449 §8
//	token.go      code and refresh token requests   RFC 6749 §4.1.3, §6
//	idtoken.go    who signed in                     OIDC Core §3.1.3.7
//	authentication.go   how, and how recently       OIDC Core §3.1.3.7, RFC 9470
//	keys.go       its keys, and what they may sign  RFC 7517 §5, OIDC Core §3.1.3.7
//	logouttoken.go  who was signed out there        OIDC Back-Channel Logout §2.6
//	userinfo.go   what they are called              OIDC Core §5.3
//	revoke.go     the refresh token is given back   RFC 7009
//	endsession.go where to send the browser to sign out   OIDC RP-Initiated Logout
//
// Requests to its endpoints are made here and not by x/oauth2 (ADR 0021).
package provider

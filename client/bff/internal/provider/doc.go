// Package provider is the client's view of its authorization servers. Any server that follows the
// standards works; only its issuer identifier must be known.
//
//	servers.go     all of them; each login and session has its own   RFC 9700 §4.4
//	provider.go    one of them
//	metadata.go    discovery                                  RFC 8414, OIDC Discovery
//	trust.go       which metadata is accepted                 RFC 8414 §3.3, RFC 9700 §2.6
//	authorize.go   the authorization request                  RFC 6749 §4.1.1, RFC 7636
//	push.go        the same, pushed                           RFC 9126
//	clientauth.go  client authentication                      RFC 6749 §2.3, RFC 7523 §2.2
//	endpoint.go    a form and its response, repeated with a nonce   RFC 9449 §8
//	token.go       requests for tokens                        RFC 6749 §4.1.3, §6
//	announce.go    in step mode, waits for the release of a refresh
//	kind.go        what an ID token and a logout token must have   OIDC Core §3.1.3.7
//	idtoken.go     who signed in                              OIDC Core §3.1.3.7
//	authentication.go   how, and how recently                 OIDC Core §3.1.3.7, RFC 9470
//	keys.go        the keys of the issuer, and their algorithms   RFC 7517 §5, OIDC Core §3.1.3.7
//	logouttoken.go who was signed out there                   OIDC Back-Channel Logout §2.6
//	userinfo.go    more about the user                        OIDC Core §5.3
//	revoke.go      refresh tokens are revoked                 RFC 7009
//	held.go        what is known of the servers now, for the inspector
//	endsession.go  the sign-out at the issuer                 OIDC RP-Initiated Logout
//
// Requests to the endpoints are made here and not by x/oauth2 (ADR 0021).
package provider

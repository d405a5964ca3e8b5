// Package provider is the client's view of its authorization server: any that
// follows the standards, known by its issuer alone.
//
//	metadata.go   discovery, with trust rules       RFC 8414, OIDC Discovery
//	authorize.go  where to send the browser         RFC 6749 §4.1.1, RFC 7636
//	push.go       the request goes ahead of it      RFC 9126
//	clientauth.go who we are                        RFC 6749 §2.3, RFC 7523 §2.2
//	endpoint.go   a form, its answer, a second try with a nonce   RFC 9449 §8
//	token.go      code and refresh token requests   RFC 6749 §4.1.3, §6
//	idtoken.go    who signed in                     OIDC Core §3.1.3.7
//	userinfo.go   what they are called              OIDC Core §5.3
//	revoke.go     the refresh token is given back   RFC 7009
//	endsession.go where to send the browser to sign out   OIDC RP-Initiated Logout
package provider

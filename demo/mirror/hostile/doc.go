// Package hostile is an OpenID provider that attacks its client, for quartet check-client. It is honest
// until it is given a Conduct, which changes its behaviour in one respect. It shares no code with
// authserver: what it sends must not depend on what a correct server can send.
//
//	conduct.go    what a provider can do wrong
//	provider.go   the server, and what it remembers
//	record.go     the requests that it received
//	authorize.go  the authorization request and its response     RFC 6749 §4.1
//	token.go      the token endpoint                              RFC 6749 §4.1.3, RFC 7636 §4.6
//	idtoken.go    the ID token                                    OIDC Core §2
//	auth.go       authenticates the client                        RFC 6749 §2.3
//	userinfo.go   UserInfo                                        OIDC Core §5.3
//	metadata.go   metadata and keys                               RFC 8414, RFC 7517
//	elsewhere.go  an origin that must receive no secret
//
// The package must not be reachable by anybody else: it listens on 127.0.0.1 only.
package hostile

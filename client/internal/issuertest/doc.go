// Package issuertest is a small authorization server with its own keys, for the
// client's tests. It is strict about what a client must do, counts what it is
// asked, and can be told to misbehave. It shares no code with authserver: the
// client must work with any issuer.
//
//	issuer.go     what can be told and asked
//	serve.go      its routes
//	user.go       the user at /authorize
//	endpoints.go  metadata, keys, tokens, UserInfo, revocation
//	logouttoken.go a logout token    OIDC Back-Channel Logout §2.4
//	assertion.go  private_key_jwt     RFC 7523 §3
//	pushed.go     pushed requests     RFC 9126
//	proof.go      bound tokens        RFC 9449
package issuertest

// Package state describes what the authorization server holds now, for the inspector (shared/trace/state).
// It reads only, and runs in the dev profile only.
//
//	state.go    Holdings: all sections
//	browser.go  sessions, and authorization requests that wait for their user    RFC 6749 §4.1.1, RFC 9126
//	grant.go    codes, device codes, grants with their families, consents        RFC 6749 §4.1.2, RFC 9700 §4.14.2
//	key.go      signing keys, revoked tokens, used proofs                        OIDC Core §10.1.1, RFC 9449 §11.1
package state

// Package oidcc runs the modules of the OpenID conformance suite as tests, under their names. The
// tests send the requests of the modules to the authorization server in one process, without the
// suite.
//
//	relyingparty_test.go  what a module needs: a browser, a client, a verifier
//	basic_test.go         Basic OP                  checks.md P1
//	config_test.go        Config OP                 checks.md P2
//	dynamic_test.go       Dynamic OP, the modules that need no registration       P3
//	logout_test.go        RP-Initiated Logout       P4
//	backchannel_test.go   Back-Channel Logout       P5
//	fapi_test.go          FAPI 2.0, the authorization request only                P6
//
// The clients are basic-op and basic-op-2 of the built-in seed, which the suite itself would use.
// PKCE is optional for them, because the modules send no code challenge. ID tokens are verified by
// coreos/go-oidc.
package oidcc

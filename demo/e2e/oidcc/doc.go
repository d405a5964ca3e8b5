// Package oidcc tells the modules of the OpenID conformance suite again as
// tests of our own, under their names: what the suite would do to the
// authorization server is done to it in one process, without the suite.
//
//	relyingparty_test.go  what a module needs: a browser, a client, a verifier
//	basic_test.go         Basic OP                  checks.md P1
//	config_test.go        Config OP                 checks.md P2
//	dynamic_test.go       Dynamic OP, as far as it needs no registration  P3
//	logout_test.go        RP-Initiated Logout       P4
//	backchannel_test.go   Back-Channel Logout       P5
//	fapi_test.go          FAPI 2.0, the authorization request alone         P6
//
// The clients are those of the built-in seed that the suite itself would use:
// basic-op and basic-op-2, which may leave the code challenge out, since the
// modules send none. ID tokens are verified by coreos/go-oidc.
package oidcc

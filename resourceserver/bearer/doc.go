// Package bearer protects an API: its middleware accepts only requests with a valid access token.
// It supports net/http, and Echo in bearer/echobearer. It works with every issuer that publishes
// metadata (RFC 8414 or OpenID Connect Discovery) or a JWK Set, and that signs access tokens as RFC
// 9068 says.
//
//	v, err := bearer.New(bearer.Config{Issuer: "https://auth.example.com", Resource: "https://api.example.com"})
//	...
//	defer v.Close()
//	http.Handle("GET /notes", v.Require("notes:read")(listNotes))
//	// in listNotes:
//	token, _ := bearer.TokenFrom(r.Context())
//
// The checks run in the order of checks.go and checks_dpop.go:
//
//	header.go        reads the token from the Authorization header only   RFC 6750 §2.1, RFC 9449 §7.1
//	validate.go      verifies the token, check by check                   RFC 9068 §4
//	cache.go         tokens that were verified before
//	dpop.go          verifies the DPoP proof                              RFC 9449 §4.3, §7, §9
//	replay.go        detects proofs that were used before                 RFC 9449 §11.1
//	introspected.go  introspection and revocation                         RFC 7662, RFC 7009
//	requirement.go   scope, and how the user signed in                    RFC 6750 §3.1, RFC 9470
//	challenge.go     WWW-Authenticate of a refusal                        RFC 9110 §11.6.1, RFC 9728 §5.1
//
// Other files:
//
//	config.go        settings; configrules.go: their checks
//	bearer.go        Validator, New
//	token.go         Token: what a valid access token says
//	require.go       the middleware
//	verifier.go      interfaces of bearer/introspection and bearer/revocationfeed
//	held.go          what the Validator knows now
//	metadata.go      metadata of the resource                             RFC 9728 §2
//	keys.go          keys of an issuer; fetch.go: the requests for them   RFC 7517, RFC 8725 §3.10
//	discover.go      metadata of the issuer                               RFC 8414 §3
//	discoverfeed.go  metadata of its feed of revoked tokens              OpenID SSF §7
//
// Each issuer has its own keys, and a token is verified only with the keys of its own issuer.
// Nothing is fetched for an issuer that is not configured.
//
// The program can start while the issuer is down: until its keys are known, requests with a token
// get 503, and Ready returns the reason. After that the keys stay in memory, so valid tokens are
// accepted while the issuer is down. Key rotation needs no restart: an unknown key ID causes one
// fetch, at most every ten seconds.
//
// By default nothing is asked about a token: it stays valid until it expires, even if its grant is
// revoked. Use a short lifetime for access tokens, or set Config.Revocation or
// Config.Introspection.
//
// If a check cannot be made, because keys, the store of used proofs, introspection or the
// revocation feed are not available, the request is answered with 503 and Retry-After.
//
// Not supported: tokens in a body or a URL (RFC 9700 §4.3.2) and JWE. Tokens that are bound to a
// certificate (RFC 8705) are refused.
package bearer

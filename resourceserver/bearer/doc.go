// Package bearer lets requests with a valid access token through: middleware
// for net/http, and for Echo in bearer/echobearer. It works with any issuer
// that publishes metadata (RFC 8414 or OpenID Connect Discovery) or a JWK Set
// and signs access tokens as RFC 9068 says.
//
//	v, err := bearer.New(bearer.Config{Issuer: "https://auth.example.com", Resource: "https://api.example.com"})
//	...
//	defer v.Close()
//	http.Handle("GET /notes", v.Require("notes:read")(listNotes))
//	// in listNotes:
//	token, _ := bearer.TokenFrom(r.Context())
//
// A request meets the rules in the order of checks.go and checks_dpop.go:
//
//	header.go        the Authorization header, and nothing else         RFC 6750 §2.1, RFC 9449 §7.1
//	validate.go      is the token valid: rule by rule, each reported    RFC 9068 §4
//	cache.go         tokens that were verified before
//	dpop.go          is this its holder                                 RFC 9449 §4.3, §7, §9
//	replay.go        proofs that were used                              RFC 9449 §11.1
//	introspected.go  what others say of it: active, revoked             RFC 7662, RFC 7009
//	requirement.go   is it enough: scope, and how the user signed in    RFC 6750 §3.1, RFC 9470
//	challenge.go     what a refused caller is told                      RFC 9110 §11.6.1, RFC 9728 §5.1
//
// Around them:
//
//	config.go        the settings; configrules.go: which are unsafe
//	bearer.go        Validator, New
//	require.go       the middleware
//	verifier.go      the interfaces of those who know more of a token: bearer/introspection, bearer/revocationfeed
//	metadata.go      what the resource says of itself                   RFC 9728 §2
//	keys.go          the keys of an issuer; fetch.go: fetched carefully RFC 7517, RFC 8725 §3.10
//	discover.go      where they are                                     RFC 8414 §3
//
// Of several issuers each has its own keys, and no token is looked at by those of
// another; nothing is fetched for an issuer that is not configured.
//
// The issuer need not be there when the program starts: until its keys are
// known, requests with a token get 503 and Ready says why. Once known, keys are
// kept as long as the process lives, so an issuer that is away stops nobody
// whose token is valid. Rotation needs no restart: a key id that is not known
// causes one fetch, at most every ten seconds.
//
// By itself it looks a token up nowhere: it stays valid until it expires, even if
// its grant is revoked. Keep the lifetime of access tokens short, or set
// Config.Revocation or Config.Introspection.
//
// What cannot be told now, because keys, the memory of proofs or the word of
// others is away, is answered 503 with Retry-After, and never let through.
//
// Left out: tokens in a body or a URL (RFC 9700 §4.3.2), JWE, and tokens that are
// bound to a certificate (RFC 8705), which are refused.
package bearer

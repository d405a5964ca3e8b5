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
//	checks.go     every rule, in the order in which a request meets them
//	bearer.go     Config, New
//	header.go     the Authorization header, and nothing else   RFC 6750 §2.1
//	validate.go   rule by rule, each one reported              RFC 9068 §4
//	verifier.go   what others may tell of a token: active, revoked      RFC 7662, RFC 7009
//	introspected.go  and how it is judged
//	require.go    the middleware                               RFC 6750 §3
//	challenge.go  what a refused caller is told                RFC 6750 §3, RFC 9728 §5.1
//	cache.go      tokens that were verified before
//	keys.go       the keys of the issuer, kept fresh           RFC 7517
//	issuerkeys.go  the same, for what else the issuer signs     RFC 8417, RFC 9701
//	keyset.go     one key, one algorithm                       RFC 8725 §3.1
//	discover.go   where the keys are                           RFC 8414 §3
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
package bearer

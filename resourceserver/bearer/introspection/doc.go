// Package introspection is a bearer.Verifier that introspects tokens at the authorization server
// (RFC 7662). It is for tokens that are not JWTs, and for APIs that must notice a revocation of
// JWTs within seconds. The Validator applies the same checks to an introspected token as to a JWT.
//
//	i, err := introspection.New(introspection.Config{
//		Issuer: "https://auth.example.com", ClientID: "notes-api", ClientSecret: secret,
//	})
//	...
//	defer i.Close()
//	v, err := bearer.New(bearer.Config{Issuer: ..., Resource: ..., Introspection: i, IntrospectAll: true})
//
//	config.go  Config, New
//	verify.go  concurrent requests with one token share one call
//	cache.go   cached responses, limited in time and number
//	held.go    Held: a list of them
//	ask.go     the call                                       RFC 7662 §2.1
//	answer.go  the response                                   RFC 7662 §2.2
//	signed.go  a signed response                              RFC 9701
//	checks.go  the checks of a signed response
//
// A response is cached for at most CacheTTL and never beyond exp: this is how long a revoked token
// may still be accepted. The response that a token is not active is cached for NegativeTTL, which
// limits the calls during a flood of invalid tokens. Failures of the server are not cached and
// never accepted.
//
// Not supported: client authentication other than client_secret_basic, and encrypted responses (RFC
// 9701 §6).
package introspection

// Package introspection asks the authorization server what a token stands for
// (RFC 7662): for tokens that are not JWTs, or for a resource server that will not
// take a JWT's own word. It is a bearer.Verifier; the Validator holds what it says
// to the same checks as a JWT.
//
//	i, err := introspection.New(introspection.Config{
//		Issuer: "https://auth.example.com", ClientID: "notes-api", ClientSecret: secret,
//	})
//	...
//	defer i.Close()
//	v, err := bearer.New(bearer.Config{Issuer: ..., Resource: ..., Introspection: i, IntrospectAll: true})
//
//	config.go  Config, New
//	verify.go  one question for all who ask the same at the same time
//	cache.go   answers, within a bound of time and number
//	ask.go     the question                                   RFC 7662 §2.1
//	answer.go  what an answer means                           RFC 7662 §2.2
//	signed.go  an answer as JWT                               RFC 9701
//	checks.go  what must hold of a signed answer
//
// An answer is believed for CacheTTL at most, and never beyond exp: that is how
// long a revoked token may still be taken. That a token is not active is believed
// for NegativeTTL: long enough to blunt a flood, short enough to be no trap. What
// the server does not answer is not remembered, and never taken for yes.
//
// Left out: other client authentication than client_secret_basic, and encrypted
// answers (RFC 9701 §6).
package introspection

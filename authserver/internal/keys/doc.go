// Package keys holds the signing keys of the authorization server.
//
//	ring.go      the keys in use, the same in all replicas
//	use.go       which key signs, and which verifies
//	life.go      the states of a key, and when they change by time
//	rotate.go    changes by an operator, and how replicas agree
//	generate.go  makes a key, seals it and opens it          RFC 7638
//	repeatable.go  keys that are the same in every run
//	jwks.go      GET /jwks                                   RFC 7517 §5
//
// ES256 signs access tokens. RS256 signs ID tokens unless the client registered for ES256
// or EdDSA. Private keys are stored in Redis, encrypted (sealed) with a key that is not in
// Redis. For each algorithm there are keys in these states (OIDC Core §10.1.1):
//
//	next     published, so that verifiers have it before it signs
//	current  signs
//	retired  published until the last token that it signed has expired
//
// The replicas share the keys in Redis. A change applies to one version of the keys: of
// several changes at the same time one succeeds, and the others are planned again. Each
// replica reads the keys once a second, and makes the changes whose time has come.
//
// Generating an RSA key takes up to half a second, so the first start does not wait for it. The first
// Refresh generates it, a second later, or a request that needs it sooner, such as one for the JWKS.
package keys

// Package clientkeys finds the public keys of clients: those in the registration
// (jwks), and those behind jwks_uri (RFC 7591 §2, OIDC Core §10.1.1).
//
//	keys.go    the keys of a client
//	keyset.go  reads a JWK Set
//	fetch.go   fetches one, and how long it may be kept
//
// A set is fetched again when it is old, or when an assertion names a key that it lacks.
// The second happens at most once in 10 s, so that made-up key ids cause only a few fetches
// (jose.Remote). A withdrawn key is refused after the next fetch, MaxAge at the latest. If
// the client's host cannot be reached, the last set serves for StaleFor.
package clientkeys

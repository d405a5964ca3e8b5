// Package clientkeys finds the public keys of clients: those that stand in the
// registration (jwks), and those behind jwks_uri, which are fetched by
// internal/fetch and kept for a while (RFC 7591 §2, OIDC Core §10.1.1).
//
//	keyset.go  a JWK Set, and which of its keys may verify what
//	keys.go    the keys of a client, fetched when they are due
//	remote.go  what is known of one jwks_uri
//
// A set is fetched again when it is old, or when an assertion names a key that
// it lacks; the second at most every RetryEvery, so that made-up key ids cause a
// few fetches and no more. A withdrawn key dies with the next fetch, MaxAge at
// the latest. If the client's host is away, the last set serves for StaleFor.
package clientkeys

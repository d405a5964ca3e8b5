// Package keys holds the signing keys of the authorization server.
//
//	ring.go        the keys in use, the same in all replicas
//	use.go         which key signs, and which verifies
//	life.go        next, current, retired: what time does to a key
//	rotate.go      what an operator does to it
//	generate.go    how a key is made, sealed and opened
//	thumbprint.go  how it is called                          RFC 7638
//	jwks.go        GET /jwks                                 RFC 7517 §5
//
// ES256 signs access tokens, RS256 ID tokens unless the client asks for ES256
// or EdDSA. Each private key rests in Redis, sealed under a key that is not
// there. Each algorithm has
//
//	next     published, so that every verifier knows it before it signs
//	current  signs
//	retired  published until the last token that it signed has expired
//
// (OIDC Core §10.1.1). Redis is the truth: a change is made to the keys of one
// version, and of changes at the same time one wins; the others look again.
// Replicas look once a second, and do there what has come due: whoever is first.
//
// An RSA key takes up to half a second to find, so on the very first start it
// is made in the background: what needs it, the JWKS first of all, waits.
package keys

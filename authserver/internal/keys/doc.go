// Package keys holds the signing keys of the authorization server.
//
//	ring.go        the keys in use: created once, shared by all replicas
//	generate.go    how a key is made, sealed and opened
//	thumbprint.go  how it is called                          RFC 7638
//	jwks.go        GET /jwks                                 RFC 7517 §5
//
// ES256 signs access tokens, RS256 ID tokens unless the client asks for ES256
// or EdDSA. Each private key rests in Redis, sealed under a key that is not
// there. Whichever replica comes first publishes; the others take what is there.
//
// An RSA key takes up to half a second to find, so on the very first start it
// is made in the background: what needs it, the JWKS first of all, waits.
package keys

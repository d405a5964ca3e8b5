// Package proof is the client's side of DPoP (RFC 9449): it makes a key for each
// login, signs each request with it, and stores the newest nonce of each origin.
//
// A session without a key uses its access token as a bearer token; the caller
// need not know which it is:
//
//	resp, err := prover.Do(httpClient, request, session.Tokens)
//
// The key is ECDSA on P-256. It is kept in the login in progress and then with
// the tokens of the session, sealed like them.
package proof

// Package login is the authorization code flow as the client sees it.
//
//	browser             client                          authorization server
//	GET /login ───────► remember state, nonce, verifier
//	           ◄─────── 302, transaction cookie
//	           ───────────────────────────────────────► /authorize
//	           ◄─────────────────────────────────────── 303 code, state, iss
//	GET /callback ────► state.bound, state.unused, ...
//	                    code, verifier ───────────────► /token
//	                    ◄────────────────────────────── tokens, ID token
//	           ◄─────── 303, new session cookie
//
// The transaction cookie binds an answer to the browser that asked. There is
// one per attempt, so that several tabs can sign in at once; it is SameSite=Lax
// because the way back is a navigation that another site began.
package login

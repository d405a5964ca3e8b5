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
// because the way back is a navigation that another site began. For the same reason
// the name of the browser is in a Lax cookie of its own: by it the new session replaces
// the one that this browser had (session/browser.go).
//
//	start.go       GET /login
//	handler.go     the routes, and what they need
//	limit.go       how many logins one address may start
//	choose.go      the question where, if there are several servers
//	callback.go    GET /callback, /callback/{name}: the checks in their order
//	open.go        the session that comes of it
//	transaction.go the cookie
//	app.go         a login whose session is for an app: no cookie, a hand-over
//	refused.go     what an error means, in our own words
//	denied.go      GET /login/denied: the user said no, which is not an error
//
// GET /login changes nothing for who is signed in, and may be linked to from
// anywhere: issuer is one of the settings, return_to a path of ours, and what a
// step-up asks for is in a record of the session (internal/stepup).
package login

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
// because the redirect to /callback is a navigation from another site. For the same reason
// the name of the browser is in a Lax cookie of its own: by it the new session replaces
// the one that this browser had (session/browser.go).
//
//	start.go       GET /login
//	missing.go     why a browser has sent no login cookie, for the dev profile
//	handler.go     the routes, and what they need
//	limit.go       how many logins one address may start
//	choose.go      the page where the user chooses, if there are several servers
//	callback.go    GET /callback, /callback/{name}: the checks in their order
//	open.go        creates the session
//	transaction.go the cookie
//	app.go         a login whose session is for an app: no cookie, a hand-over
//	refused.go     what an error means to the user
//	denied.go      GET /login/denied: after the user refused consent
//
// Any site may link to GET /login. It does not change an existing session, and its
// parameters are checked: issuer must be in the settings, return_to must be a path of
// this application, and the requirements of a step-up are read from the store
// (internal/stepup).
package login

// Package bff is the client of RFC 6749 §1.1: a web application that reads
// and writes a user's notes at the resource server, with the user's permission.
//
// It is a backend for frontend (RFC 10017 §6.1): the tokens stay here, sealed in
// Redis; the browser gets a cookie that names a session, and nothing else.
//
//	signed out
//	    │ GET /login             pending login: state, nonce, code_verifier
//	    ▼
//	at the authorization server
//	    │ GET /callback          named checks, code redeemed, ID token validated
//	    ▼
//	signed in ── /api/* ──► access token used; refreshed when it is about to expire
//	    │ 401 insufficient_user_authentication ──► /login again, and back (RFC 9470)
//	    │ POST /logout           or idle, or absolute limit, or refresh refused,
//	    │                        or the issuer says so: POST /backchannel-logout
//	    ▼
//	signed out
//
// It works with any issuer that follows the standards: it knows its name, and
// learns the rest from its metadata; with several, each login and each session
// belongs to one of them (RFC 9700 §4.4). By setting it signs instead of sending a
// secret (RFC 7523), pushes its requests (RFC 9126), and binds the tokens of each
// session to a key of their own (RFC 9449).
//
// Mobile apps are user agents of it too (docs/mobile-apps.md): they sign in through
// the system browser, and send the id of their session in a header. They get no
// cookie, and no token.
//
// Others may mount it beside their own pages (docs/backend-for-frontend.md):
//
//	Mount    the routes above, on a mux of one's own
//	User     who is signed in
//	Protect  lets only signed-in users through, from one's own pages
//	Client   calls the resource server with the token of the session
//	StepUp   sends a user to another sign-in if the resource server wants one
//
// DefaultConfig is for production; DevConfig is for a laptop. New refuses settings
// that are not safe in their profile.
//
// What it leaves out: the implicit and password grants (RFC 9700 §2.1.2, §2.4);
// tokens in the browser; CORS, since its pages and its API share an origin;
// WebSockets, for the reason told in internal/proxy.
package bff

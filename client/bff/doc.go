// Package bff is a backend for frontend (RFC 10017 §6.1), to mount in a web application: it signs
// users in at an authorization server and calls an API for them. The tokens stay here, encrypted
// in Redis; the browser gets a cookie that names a session, and nothing else.
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
// An application calls New with its Config, and then:
//
//	Handler    answers the routes above in front of any router; Mount adds them to a http.ServeMux
//	Protect    lets only signed-in users through to a page
//	Recognize  is Protect for pages that are open to everybody
//	User       says who is signed in, with the claims of the ID token
//	Client     calls the API with the token of the session
//	StepUp     sends a user to another sign-in if the API wants one
//	Ready      is for a readiness probe; Stats is for metrics; Close comes last
//
// It works with net/http, and with Echo: e.Pre(echo.WrapMiddleware(app.Handler)), and
// echo.WrapMiddleware(app.Protect) for a route.
//
// It works with any issuer that follows the standards: it knows its name, and learns the rest from
// its metadata. With several, each login and each session belongs to one of them (RFC 9700 §4.4).
// By setting it signs instead of sending a secret (RFC 7523), pushes its requests (RFC 9126), and
// binds the tokens of each session to a key of their own (RFC 9449). Mobile apps are user agents
// of it too (docs/mobile-apps.md): they sign in through the system browser, and send the id of
// their session in a header. They get no cookie, and no token.
//
// The defaults are for production. New refuses settings that are not safe, unless
// Config.Development is set.
//
// What it leaves out: the implicit and password grants (RFC 9700 §2.1.2, §2.4); tokens in the
// browser; CORS, since pages and /api/ share an origin; WebSockets, for the reason in
// internal/proxy.
package bff

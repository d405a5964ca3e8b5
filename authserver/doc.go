// Package authserver is the authorization server (RFC 6749 §1.1): it signs
// resource owners in, asks them what a client may do, and issues tokens that
// say so.
//
//	config.go        every setting, checked by validate.go, limits.go; defaults.go: the defaults
//	deps.go          what New is given: Redis, log, clock
//	authserver.go    New and Close
//	open.go          settings, Redis, users, clients and keys; secrets.go: what the seal key protects
//	wire.go          the parts that endpoints share
//	endpoints.go     what programs call; pages.go: what people open
//	routes.go        everything it answers, on one screen
//	cors.go          what scripts of other origins may read
//	path.go          an issuer with a path                      RFC 8414 §3.1
//	watch.go         notices what other replicas and operators changed
//	issue.go         tokens for authservertest
//
// # The life of an authorization
//
//	POST /par, by clients that push their requests, then                          RFC 9126
//	GET /authorize ──refused before the redirect URI is known good──▶ error page   RFC 6749 §4.1.2.1
//	      │        ──refused──▶ back to the client with error, state, iss          RFC 9207 §2
//	      ▼
//	transaction ──no session, or prompt=login, or too old──▶ GET,POST /login ──▶ session
//	      │
//	      ├──not allowed before──▶ GET,POST /consent ──deny──▶ back with access_denied
//	      ▼
//	code, 60 s, one use ──▶ back to the client with code, state, iss               RFC 6749 §4.1.2
//	      │  (bound to a key, if the client names one or proved one)               RFC 9449 §10
//	      ▼  POST /token, with client authentication and code_verifier             RFC 7636 §4.6
//	grant: access token (5 min, JWT), ID token, refresh token
//	      │            ▲  │
//	      │            └──┘ POST /token: each refresh token once; reuse ends all   RFC 9700 §4.14.2
//	      ▼
//	ended by: /revoke, /logout, code replay, refresh reuse, its absolute lifetime
//
// A device without a browser asks at POST /device_authorization and polls /token,
// while its user allows it at /device (RFC 8628). A service exchanges the token
// that it was called with for one that does less, at /token (RFC 8693).
//
// # What holds it
//
// Every defence is a named check in internal/checks. Redis holds the state:
// secrets as hashes or sealed, what reads and then writes as one script. Users,
// clients and resources come from the seed file and live in memory. The engine,
// go-oauth2, issues codes and tokens behind internal/engine (docs/adr).
//
// # What is left out, and why
//
// The implicit and password grants: RFC 9700 §2.1.2, §2.4. Request objects by
// reference: the server would fetch a stranger's URL (OIDC Core §6.2). Plain
// PKCE: RFC 9700 §2.1.1. Registration is a later addition; until then the
// metadata does not name it. Accounts: there is no sign-up and no password reset; a
// real deployment puts its user directory behind internal/directory.
package authserver

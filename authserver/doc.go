// Package authserver is the authorization server (RFC 6749 §1.1): it signs resource owners in, asks
// them what a client may do, and issues tokens to the client.
//
//	config.go        settings; validate.go, limits.go: their checks; defaults.go: their defaults
//	deps.go          dependencies of New: Redis, log, clock
//	listen.go        the address to listen on
//	authserver.go    New and Close
//	open.go          opens Redis, users, clients and keys; secrets.go: keys derived from the seal key
//	wire.go          makes the components that endpoints share
//	endpoints.go     endpoints for programs; pages.go: pages for people
//	routes.go        all routes
//	cors.go          endpoints that scripts of other origins may call
//	path.go          an issuer with a path                      RFC 8414 §3.1
//	tenants.go       further issuers of a test suite, in the dev profile
//	watch.go         reads changes that other replicas and operators made
//	control.go       what tests may ask of the server, in the dev profile
//	holdings.go      tells the inspector what the server holds, in the dev profile
//
// # The steps of an authorization
//
//	POST /par, by clients that push their requests, then                          RFC 9126
//	GET /authorize ──refused before the redirect URI is verified──▶ error page     RFC 6749 §4.1.2.1
//	      │        ──refused──▶ back to the client with error, state, iss          RFC 9207 §2
//	      ▼
//	transaction ──no session, or prompt=login, or too old──▶ GET,POST /login ──▶ session
//	      │
//	      ├──no consent yet──▶ GET,POST /consent ──deny──▶ back with access_denied
//	      ▼
//	code, 60 s, one use ──▶ back to the client with code, state, iss               RFC 6749 §4.1.2
//	      │  (bound to a key, if the client named or proved one)                   RFC 9449 §10
//	      ▼  POST /token, with client authentication and code_verifier             RFC 7636 §4.6
//	grant: access token (5 min, JWT), ID token, refresh token
//	      │            ▲  │
//	      │            └──┘ POST /token: rotation; reuse revokes the whole grant   RFC 9700 §4.14.2
//	      ▼
//	revoked by: /revoke, /logout, replay of the code, reuse of a refresh token, end of its lifetime
//
// A device without a browser sends POST /device_authorization and polls /token, while its user
// allows the request at /device (RFC 8628). A service exchanges the token that it was called with
// for a narrower one at /token (RFC 8693).
//
// # Design
//
// Every security check has a name in internal/checks. Redis holds the state: secrets are stored as
// hashes or encrypted, and every operation that reads and then writes is one script. Users, clients
// and resources are read from the seed file into memory. The library go-oauth2 issues codes and
// tokens; only internal/engine imports it (docs/adr).
//
// # What is not implemented, and why
//
// The implicit and password grants: RFC 9700 §2.1.2, §2.4. Request objects by reference: the server
// would have to fetch a URL that the sender chooses (OIDC Core §6.2). Plain PKCE: RFC 9700 §2.1.1.
// Dynamic client registration: metadata does not name it. Accounts: there is no sign-up and no
// password reset; a real deployment connects its user directory to internal/directory.
package authserver

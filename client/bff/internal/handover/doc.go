// Package handover gives mobile apps sessions of the same backend (ADR 0020,
// docs/mobile-apps.md). An app is no OAuth client here: it is a user agent, as a
// browser is, and no token reaches it.
//
//	app                     system browser                client
//	verifier, S256 of it
//	opens ────────────────► GET /app/login ─────────────► challenge, redirect
//	                        ◄──────────────────────────── a page: shall an app be signed in?
//	                        POST /app/login ────────────► asked; then as GET /login
//	                        ... the authorization code flow, as for a browser ...
//	                        GET /callback ──────────────► a session without an id, for 60 s
//	                        GET /app/back ◄────────────── 303, handover
//	◄── redirect ────────── (the page goes on by itself)
//	POST /app/session ──────────────────────────────────► known, unused, fresh, verifier
//	◄──────────────────────────────────────────────────── the id of the session
//	Authorization: Session app.nAj3... ─────────────────► /api/*, /session, /sessions, /logout
//
//	redirect.go  where apps may wait for a hand-over
//	handler.go   the routes, and what they need
//	request.go   what an app asks for
//	ask.go       GET and POST /app/login: the user is asked
//	back.go      GET /app/back: redirects to the app
//	redeem.go    POST /app/session: once, for the verifier
//
// The callback is in package login, and the header in package session.
//
// Not implemented: step-up (RFC 9470) for apps, which sign in again instead; signing out
// at the authorization server, which needs the browser; attestation of the app, for
// which each platform has its own service; revoking the tokens of a hand-over that is
// never redeemed, which expire.
package handover

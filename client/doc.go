// Package client is the client of RFC 6749 §1.1: a web application that reads
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
//	    │ POST /logout           or idle, or absolute limit, or refresh refused,
//	    │                        or the issuer says so: POST /backchannel-logout
//	    ▼
//	signed out
//
// It works with any issuer that follows the standards: it knows its name, and
// learns the rest from its metadata.
//
// What it leaves out: the implicit and password grants (RFC 9700 §2.1.2, §2.4);
// tokens in the browser; CORS, since its pages and its API share an origin.
package client

// Package stepup turns the answer of a resource server that wants the user to
// sign in again, or in another way, into a new authorization request (RFC 9470).
//
//	page ── call ─────────► proxy ──► resource server
//	                          ◄────── 401 insufficient_user_authentication, acr_values, max_age
//	     ◄─ 401, "login" ─────  what is asked for stays here, under a random ID
//	     ── GET /login?step_up=ID ─► /authorize with acr_values, max_age
//	     ◄─ 303 to where they were ─ ID token checked: acr, auth_time; a new session ID
//
// A form without scripts is redirected at once. The text that was typed is stored with the
// record, and shown only to the same user.
package stepup

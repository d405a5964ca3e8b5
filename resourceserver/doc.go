// Package resourceserver is the resource server (RFC 6749 §1.1): it stores notes, and
// returns them to requests with a valid access token and the right scope.
//
// A request is answered by the first of these rules that applies:
//
//	no token ──────────────→ 401, challenges without an error       RFC 6750 §3.1
//	token breaks a rule ───→ 401 invalid_token                      RFC 9068 §4
//	holder is not proven ──→ 401 invalid_dpop_proof, use_dpop_nonce RFC 9449 §7, §9
//	scope is missing ──────→ 403 insufficient_scope                 RFC 6750 §3.1
//	sign-in is too old ────→ 401 insufficient_user_authentication   RFC 9470 §3
//	note of somebody else ─→ 404, as for a note that does not exist RFC 9457
//	note was changed since → 412                                    RFC 9110 §13.1.1
//	none of these ─────────→ the note
//
// By default the authorization server is not asked about a token: tokens are verified with
// the keys that the issuer publishes, which stay in memory while the issuer is down.
// It works with every issuer of RFC 9068 access tokens.
//
// A token that was revoked before it expired is refused if --revocation is introspection
// (RFC 7662) or feed (RFC 8936). The default is neither, because not every issuer supports
// them; docs/revocation.md compares them.
//
// Not supported: tokens outside of the Authorization header (RFC 9700 §4.3.2).
package resourceserver

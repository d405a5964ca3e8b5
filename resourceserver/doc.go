// Package resourceserver is the resource server (RFC 6749 §1.1): it keeps notes
// and gives them to whoever brings a good access token.
//
// It has no states of its own. Each request goes
//
//	no token ──────────────→ 401, challenges without an error       RFC 6750 §3.1
//	token breaks a rule ───→ 401 invalid_token                      RFC 9068 §4
//	holder is not proven ──→ 401 invalid_dpop_proof, use_dpop_nonce RFC 9449 §7, §9
//	scope is missing ──────→ 403 insufficient_scope                 RFC 6750 §3.1
//	sign-in is too old ────→ 401 insufficient_user_authentication   RFC 9470 §3
//	note of somebody else ─→ 404 a problem, and so are the others   RFC 9457
//	note was changed since → 412                                    RFC 9110 §13.1.1
//	all is well ───────────→ the note
//
// By itself it never calls the authorization server for a request: it verifies
// tokens with the keys that the issuer publishes, and goes on with those it knows
// while the issuer is away. It works with any issuer of RFC 9068 access tokens.
//
// A token that was revoked before it expired is refused if --revocation says how
// to know: ask (introspection, RFC 7662) or listen (feed, RFC 8936). The default is
// neither, which is all that every issuer can do; docs/revocation.md compares them.
//
// Left out: tokens anywhere but in the Authorization header, which RFC 9700 §4.3.2
// forbids.
package resourceserver

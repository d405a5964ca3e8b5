// Package resourceserver is the resource server of RFC 6749 §1.1: an API of
// notes that asks for an access token and decides by nothing else.
//
//	request ── bearer ──► scope ──► owner (iss + sub) ──► note
//	             │          │          │
//	            401        403        404, which says no more than "not yours"
//
// A user sees only their own notes; a service with a token of its own
// (client_credentials) has notes of its own. The issuer is any that the settings
// name: ours, or another that publishes metadata and signs RFC 9068 tokens.
//
// Redis holds the notes. The authorization server is asked for its keys, not
// about tokens: a revoked grant therefore ends here when its access token
// expires (RFC 7009 §3 leaves that choice).
package resourceserver

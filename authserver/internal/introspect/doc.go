// Package introspect is POST /introspect (RFC 7662): what a token means, told
// to those whom it concerns and to nobody else.
//
//	a client with credentials asks (§2.1; a public client is refused)
//	└─ an access token of ours, or the current refresh token of a grant?
//	   └─ issued to the client, or meant for the resource that the client is?
//	      ├─ yes: active, with its claims (§2.2)
//	      └─ no, anywhere above: {"active":false} and not a word more
//
// Whoever accepts application/token-introspection+jwt gets the same, signed and
// addressed to the client that asked (RFC 9701), inactive tokens included.
//
// token_type_hint is not read: the two kinds of token cannot be mistaken for
// each other (§2.1 allows to ignore it).
package introspect

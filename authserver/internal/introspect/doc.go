// Package introspect is POST /introspect (RFC 7662). It returns the state and claims of a token to
// the clients that may know them.
//
//	a client with credentials asks (§2.1; a public client is refused)
//	└─ is it an access token of this server, or the current refresh token of a grant?
//	   └─ was it issued to the client, or is the client a resource in its audience?
//	      ├─ yes: active, with its claims (§2.2); those about the user only for the resource
//	      └─ no to either question: {"active":false} without any other member
//
// If the Accept header names application/token-introspection+jwt, the response is signed and has
// the client as audience (RFC 9701). This applies to inactive tokens too.
//
// token_type_hint is ignored, as §2.1 allows, because the form of a token shows whether it is an
// access token or a refresh token.
package introspect

package checks

import "quartet.example/shared/oauth"

// Proof of possession (RFC 9449): access tokens that are bound to the key of
// the session.
var (
	DPoPOffered = oauth.Check{
		ID: "client.dpop.offered", Spec: "RFC 9449 §5.1", Error: oauth.TemporarilyUnavailable,
		Meaning: "the server accepts proofs signed with ES256, if its metadata lists algorithms",
		Refusal: "the authorization server cannot bind tokens to a key of this application",
		Stops:   "a login whose tokens would be refused",
	}
	DPoPBound = oauth.Check{
		ID: "client.dpop.bound", Spec: "RFC 9449 §5", Error: oauth.AccessDenied,
		Meaning: "tokens that were requested with a proof have the type DPoP",
		Refusal: "the authorization server did not bind the token to our key",
		Stops:   "a downgrade to bearer tokens", Suspicious: true,
	}
)

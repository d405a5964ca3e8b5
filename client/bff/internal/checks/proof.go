package checks

import "quartet.example/shared/oauth"

// Proof of possession (RFC 9449): tokens that are of no use without the key of
// the session.
var (
	DPoPOffered = oauth.Check{
		ID: "client.dpop.offered", Spec: "RFC 9449 §5.1", Error: oauth.TemporarilyUnavailable,
		Meaning: "the server takes proofs signed with ES256, if it says what it takes",
		Refusal: "the authorization server cannot bind tokens to a key of this application",
		Stops:   "a login that would end with refused tokens",
	}
	DPoPBound = oauth.Check{
		ID: "client.dpop.bound", Spec: "RFC 9449 §5", Error: oauth.AccessDenied,
		Meaning: "tokens that were asked for with a proof are of the type DPoP",
		Refusal: "the authorization server did not bind the token to our key",
		Stops:   "a downgrade to tokens that whoever finds them can use", Suspicious: true,
	}
)

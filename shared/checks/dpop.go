// Package checks declares the checks that the authorization server and a resource server
// have word for word the same. Each of them gives the check an id of its own, with In.
package checks

import "quartet.example/shared/oauth"

// The proof itself (RFC 9449 §4.3), whoever receives it.
var (
	DPoPOne = oauth.Check{
		ID: "dpop.one", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the request has one DPoP header, not several",
		Refusal: "there must be one DPoP header",
		Stops:   "requests that two parsers understand differently",
	}
	DPoPProof = oauth.Check{
		ID: "dpop.proof", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof is a JWT of the type dpop+jwt with all required claims, an allowed algorithm and a public key in its header",
		Refusal: "the DPoP proof is malformed",
		Stops:   "other JWTs used as proofs, and private keys sent by mistake",
	}
	DPoPSignature = oauth.Check{
		ID: "dpop.signature", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof is signed with the key in its header",
		Refusal: "the DPoP proof is not signed with its key",
		Stops:   "proofs made by an attacker who knows only the public key", Suspicious: true,
	}
	DPoPFresh = oauth.Check{
		ID: "dpop.fresh", Spec: "RFC 9449 §11.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made at most 30 seconds ago (a setting)",
		Refusal: "the DPoP proof is too old, or from the future",
		Stops:   "proofs that were recorded, or made in advance",
	}
	DPoPJTIReplay = oauth.Check{
		ID: "dpop.jti_replay", Spec: "RFC 9449 §11.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was not used before, at any replica",
		Refusal: "the DPoP proof was already used",
		Stops:   "replay of a recorded request", Suspicious: true, Decisive: "proof replay",
	}
)

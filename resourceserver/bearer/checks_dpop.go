package bearer

import (
	shared "quartet.example/shared/checks"
	"quartet.example/shared/oauth"
)

// Proofs of possession (RFC 9449 §4.3): the checks that both servers have.
var (
	DPoPOne       = shared.DPoPOne.In("rs")
	DPoPProof     = shared.DPoPProof.In("rs")
	DPoPSignature = shared.DPoPSignature.In("rs")
	DPoPFresh     = shared.DPoPFresh.In("rs")
	DPoPJTIReplay = shared.DPoPJTIReplay.In("rs")
)

// The checks of tokens that are bound to a key (RFC 9449). All except the first run only for bound
// tokens.
var (
	DPoPBound = oauth.Check{
		ID: "rs.dpop.bound", Spec: "RFC 9449 §7.1, §7.2", Error: oauth.InvalidToken,
		Meaning: "a token that is bound to a key is sent with the scheme DPoP, any other with the scheme Bearer",
		Refusal: "the access token does not go with this scheme",
		Stops:   "stolen access tokens without their key", Suspicious: true, Decisive: "stolen bound token",
	}
	DPoPPresent = oauth.Check{
		ID: "rs.dpop.present", Spec: "RFC 9449 §7.1", Error: oauth.InvalidDPoPProof,
		Meaning: "a request with a bound token has a proof",
		Refusal: "the DPoP header is missing",
		Stops:   "stolen access tokens without their key",
	}
	DPoPTarget = oauth.Check{
		ID: "rs.dpop.target", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "htm and htu are the method and the URI of this request, at the public address of this resource",
		Refusal: "the DPoP proof is for another request",
		Stops:   "proofs made for another route or resource", Decisive: "proof of another request",
	}
	DPoPNonce = oauth.Check{
		ID: "rs.dpop.nonce", Spec: "RFC 9449 §9", Error: oauth.UseDPoPNonce,
		Meaning: "the proof has a nonce that this resource has recently issued",
		Refusal: "the DPoP proof must hold the nonce of the DPoP-Nonce header",
		Stops:   "proofs made in advance by an attacker who could use the key for a short time", Decisive: "proof made in advance",
	}
	DPoPAth = oauth.Check{
		ID: "rs.dpop.ath", Spec: "RFC 9449 §4.3, §7.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made for this access token",
		Refusal: "the DPoP proof is for another access token",
		Stops:   "a proof made for one access token and used with another", Suspicious: true, Decisive: "proof of another token",
	}
	DPoPJKT = oauth.Check{
		ID: "rs.dpop.jkt", Spec: "RFC 9449 §6.1, §7.1", Error: oauth.InvalidToken,
		Meaning: "the proof is signed with the key to which the token is bound",
		Refusal: "the access token is bound to another key",
		Stops:   "stolen access tokens with a proof by the key of the thief", Suspicious: true, Decisive: "stolen bound token",
	}
)

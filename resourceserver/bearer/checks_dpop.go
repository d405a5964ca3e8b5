package bearer

import "quartet.example/shared/oauth"

// The checks of tokens that are bound to a key (RFC 9449). All except the first run only for bound
// tokens.
var (
	DPoPBound = oauth.Check{
		ID: "rs.dpop.bound", Spec: "RFC 9449 §7.1, §7.2", Error: oauth.InvalidToken,
		Meaning: "a token that is bound to a key comes in the scheme DPoP, any other as Bearer",
		Refusal: "the access token does not go with this scheme",
		Stops:   "stolen access tokens without their key", Suspicious: true,
	}
	DPoPPresent = oauth.Check{
		ID: "rs.dpop.present", Spec: "RFC 9449 §7.1", Error: oauth.InvalidDPoPProof,
		Meaning: "a proof comes with the token",
		Refusal: "the DPoP header is missing",
		Stops:   "stolen access tokens without their key",
	}
	DPoPOne = oauth.Check{
		ID: "rs.dpop.one", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "there is one DPoP header",
		Refusal: "there must be one DPoP header",
		Stops:   "requests that two parsers understand differently",
	}
	DPoPProof = oauth.Check{
		ID: "rs.dpop.proof", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof is a JWT of the type dpop+jwt, complete, with an allowed algorithm and a public key in it",
		Refusal: "the DPoP proof is malformed",
		Stops:   "other JWTs passed off as proofs, private keys given away",
	}
	DPoPSignature = oauth.Check{
		ID: "rs.dpop.signature", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof is signed with the key that is in it",
		Refusal: "the DPoP proof is not signed with its key",
		Stops:   "proofs by somebody who only knows the public key", Suspicious: true,
	}
	DPoPTarget = oauth.Check{
		ID: "rs.dpop.target", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "htm and htu are the method and the URI of this request, at our public address",
		Refusal: "the DPoP proof is for another request",
		Stops:   "proofs that were made for another route or resource",
	}
	DPoPFresh = oauth.Check{
		ID: "rs.dpop.fresh", Spec: "RFC 9449 §11.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made just now",
		Refusal: "the DPoP proof is too old, or from the future",
		Stops:   "proofs that were recorded, or made in advance",
	}
	DPoPNonce = oauth.Check{
		ID: "rs.dpop.nonce", Spec: "RFC 9449 §9", Error: oauth.UseDPoPNonce,
		Meaning: "the proof holds a nonce that this resource gave out a moment ago",
		Refusal: "the DPoP proof must hold the nonce of the DPoP-Nonce header",
		Stops:   "proofs made in advance by somebody who had the key for a moment",
	}
	DPoPAth = oauth.Check{
		ID: "rs.dpop.ath", Spec: "RFC 9449 §4.3, §7.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made for this access token",
		Refusal: "the DPoP proof is for another access token",
		Stops:   "a proof of one token used with another", Suspicious: true,
	}
	DPoPJKT = oauth.Check{
		ID: "rs.dpop.jkt", Spec: "RFC 9449 §6.1, §7.1", Error: oauth.InvalidToken,
		Meaning: "the proof is by the key that the token is bound to",
		Refusal: "the access token is bound to another key",
		Stops:   "stolen access tokens with a proof by the thief's own key", Suspicious: true,
	}
	DPoPJTIReplay = oauth.Check{
		ID: "rs.dpop.jti_replay", Spec: "RFC 9449 §11.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was not used before, at any replica",
		Refusal: "the DPoP proof was already used",
		Stops:   "replay of a recorded request", Suspicious: true,
	}
)

package checks

import "quartet.example/shared/oauth"

// Proofs of possession (RFC 9449). The first group is about the proof itself.
var (
	DPoPOne = oauth.Check{
		ID: "as.dpop.one", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "there is one DPoP header at most",
		Refusal: "there must be one DPoP header",
		Stops:   "requests that two parsers understand differently",
	}
	DPoPProof = oauth.Check{
		ID: "as.dpop.proof", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof is a JWT of the type dpop+jwt, complete, with an allowed algorithm and a public key in it",
		Refusal: "the DPoP proof is malformed",
		Stops:   "other JWTs passed off as proofs, private keys given away",
	}
	DPoPSignature = oauth.Check{
		ID: "as.dpop.signature", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof is signed with the key that is in it",
		Refusal: "the DPoP proof is not signed with its key",
		Stops:   "proofs by somebody who only knows the public key", Suspicious: true,
	}
	DPoPTarget = oauth.Check{
		ID: "as.dpop.target", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "htm and htu are the method and the URI of this request",
		Refusal: "the DPoP proof is for another request",
		Stops:   "proofs that were made for another endpoint or server",
	}
	DPoPFresh = oauth.Check{
		ID: "as.dpop.fresh", Spec: "RFC 9449 §11.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made just now",
		Refusal: "the DPoP proof is too old, or from the future",
		Stops:   "proofs that were recorded, or made in advance",
	}
	DPoPNonce = oauth.Check{
		ID: "as.dpop.nonce", Spec: "RFC 9449 §8", Error: oauth.UseDPoPNonce,
		Meaning: "the proof holds a nonce that this server gave out a moment ago",
		Refusal: "the DPoP proof must hold the nonce of the DPoP-Nonce header",
		Stops:   "proofs made in advance by somebody who had the key for a moment",
	}
	DPoPJTIReplay = oauth.Check{
		ID: "as.dpop.jti_replay", Spec: "RFC 9449 §11.1", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was not used before, at any replica",
		Refusal: "the DPoP proof was already used",
		Stops:   "replay of a recorded request", Suspicious: true,
	}
)

// The second group is about what the key is bound to.
var (
	DPoPRequired = oauth.Check{
		ID: "as.dpop.required", Spec: "RFC 9449 §5.2", Error: oauth.InvalidDPoPProof,
		Meaning: "a client that registered for bound access tokens sends a proof",
		Refusal: "this client must send a DPoP proof",
		Stops:   "falling back to bearer tokens",
	}
	DPoPJKT = oauth.Check{
		ID: "as.dpop.jkt", Spec: "RFC 9449 §10.1", Error: oauth.InvalidDPoPProof,
		Meaning: "dpop_jkt names the key of the proof that comes with it",
		Refusal: "dpop_jkt names another key than the DPoP proof",
		Stops:   "codes bound to a key that the client does not have",
	}
	DPoPJKTForm = oauth.Check{
		ID: "as.dpop.jkt_form", Spec: "RFC 9449 §10", Error: oauth.InvalidRequest,
		Meaning: "dpop_jkt is a SHA-256 thumbprint",
		Refusal: "dpop_jkt is malformed",
		Stops:   "codes bound to what is no key",
	}
	DPoPCodeBound = oauth.Check{
		ID: "as.dpop.code_bound", Spec: "RFC 9449 §10", Error: oauth.InvalidGrant,
		Meaning: "a code that is bound to a key comes with a proof by that key",
		Refusal: "the code is bound to a key that the request does not prove",
		Stops:   "stolen codes, even with their verifier", Suspicious: true,
	}
	RefreshDPoPBound = oauth.Check{
		ID: "as.refresh.dpop_bound", Spec: "RFC 9449 §5", Error: oauth.InvalidGrant,
		Meaning: "the refresh token of a public client comes with a proof by the key that it is bound to",
		Refusal: "the refresh token is bound to a key that the request does not prove",
		Stops:   "stolen refresh tokens of clients without credentials", Suspicious: true,
	}
	UserinfoDPoPBound = oauth.Check{
		ID: "as.userinfo.dpop_bound", Spec: "RFC 9449 §7.1", Error: oauth.InvalidToken,
		Meaning: "a token that is bound to a key comes in the scheme DPoP with a proof by that key; any other as Bearer",
		Refusal: "the access token does not go with this scheme or this proof",
		Stops:   "stolen access tokens without their key", Suspicious: true,
	}
	UserinfoDPoPAth = oauth.Check{
		ID: "as.userinfo.dpop_ath", Spec: "RFC 9449 §7", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made for this access token",
		Refusal: "the DPoP proof is missing, or for another access token",
		Stops:   "a proof of one token used with another", Suspicious: true,
	}
)

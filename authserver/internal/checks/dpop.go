package checks

import (
	shared "quartet.example/shared/checks"
	"quartet.example/shared/oauth"
)

// Proofs of possession (RFC 9449 §4.3): the checks that both servers have.
var (
	DPoPOne       = shared.DPoPOne.In("as")
	DPoPProof     = shared.DPoPProof.In("as")
	DPoPSignature = shared.DPoPSignature.In("as")
	DPoPFresh     = shared.DPoPFresh.In("as")
	DPoPJTIReplay = shared.DPoPJTIReplay.In("as")
)

// Proofs of possession (RFC 9449). The first group is about the proof itself.
var (
	DPoPTarget = oauth.Check{
		ID: "as.dpop.target", Spec: "RFC 9449 §4.3", Error: oauth.InvalidDPoPProof,
		Meaning: "htm and htu are the method and the URI of this request",
		Refusal: "the DPoP proof is for another request",
		Stops:   "proofs that were made for another endpoint or server",
	}
	DPoPNonce = oauth.Check{
		ID: "as.dpop.nonce", Spec: "RFC 9449 §8", Error: oauth.UseDPoPNonce,
		Meaning: "the proof holds a nonce that this server gave out a moment ago",
		Refusal: "the DPoP proof must hold the nonce of the DPoP-Nonce header",
		Stops:   "proofs made in advance by somebody who had the key for a moment",
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

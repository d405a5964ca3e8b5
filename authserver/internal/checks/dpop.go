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
		Stops:   "proofs made for another endpoint or server", Decisive: "proof of another request",
	}
	DPoPNonce = oauth.Check{
		ID: "as.dpop.nonce", Spec: "RFC 9449 §8", Error: oauth.UseDPoPNonce,
		Meaning: "the proof has a nonce that this server has recently issued",
		Refusal: "the DPoP proof must hold the nonce of the DPoP-Nonce header",
		Stops:   "proofs made in advance by an attacker who could use the key for a short time", Decisive: "proof made in advance",
	}
)

// The second group is about what the key is bound to.
var (
	DPoPRequired = oauth.Check{
		ID: "as.dpop.required", Spec: "RFC 9449 §5.2", Error: oauth.InvalidDPoPProof,
		Meaning: "a client that is registered for DPoP-bound access tokens sends a proof",
		Refusal: "this client must send a DPoP proof",
		Stops:   "a downgrade to bearer tokens",
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
		Stops:   "codes bound to a value that is not the thumbprint of a key",
	}
	DPoPCodeBound = oauth.Check{
		ID: "as.dpop.code_bound", Spec: "RFC 9449 §10", Error: oauth.InvalidGrant,
		Meaning: "a code that is bound to a key is redeemed with a proof by that key",
		Refusal: "the code is bound to a key that the request does not prove",
		Stops:   "stolen codes, even if the verifier was stolen too", Suspicious: true,
	}
	RefreshDPoPBound = oauth.Check{
		ID: "as.refresh.dpop_bound", Spec: "RFC 9449 §5", Error: oauth.InvalidGrant,
		Meaning: "a refresh token of a public client that is bound to a key is used with a proof by that key",
		Refusal: "the refresh token is bound to a key that the request does not prove",
		Stops:   "stolen refresh tokens of public clients", Suspicious: true, Decisive: "stolen refresh token",
	}
	UserinfoDPoPBound = oauth.Check{
		ID: "as.userinfo.dpop_bound", Spec: "RFC 9449 §7.1", Error: oauth.InvalidToken,
		Meaning: "an access token that is bound to a key is sent with the scheme DPoP and a proof by that key, and any other with the scheme Bearer",
		Refusal: "the access token does not go with this scheme or this proof",
		Stops:   "stolen access tokens without their key", Suspicious: true, Decisive: "stolen bound token",
	}
	UserinfoDPoPAth = oauth.Check{
		ID: "as.userinfo.dpop_ath", Spec: "RFC 9449 §7", Error: oauth.InvalidDPoPProof,
		Meaning: "the proof was made for this access token",
		Refusal: "the DPoP proof is missing, or for another access token",
		Stops:   "a proof made for one access token and used with another", Suspicious: true, Decisive: "proof of another token",
	}
)

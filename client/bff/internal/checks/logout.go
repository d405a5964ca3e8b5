package checks

import "quartet.example/shared/oauth"

// The logout token (OIDC Back-Channel Logout §2.6), in the order of the checks.
var (
	LogoutPresent = oauth.Check{
		ID: "client.logout.present", Spec: "OIDC Back-Channel Logout §2.5", Error: oauth.InvalidRequest,
		Meaning: "the form has one logout_token of at most the maximum size",
		Refusal: "logout_token is missing or far too long",
		Stops:   "requests without a logout token",
	}
	LogoutTyp = oauth.Check{
		ID: "client.logout.typ", Spec: "RFC 8725 §3.11", Error: oauth.InvalidRequest,
		Meaning: "typ is logout+jwt; for issuers that do not set it yet, JWT or no typ",
		Refusal: "the typ of the token is not that of a logout token",
		Stops:   "an access token or another JWT of the issuer, used as a logout token", Suspicious: true,
	}
	LogoutAlg = oauth.Check{
		ID: "client.logout.alg", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "the logout token is signed with the algorithm of the issuer's ID tokens for this client, even if there is no session to end",
		Refusal: "the logout token is signed with another algorithm than the issuer's ID tokens for us",
		Stops:   "alg none, algorithm confusion, and keys made for another purpose", Suspicious: true,
	}
	LogoutSig = oauth.Check{
		ID: "client.logout.sig", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "the logout token is signed with a key of the issuer",
		Refusal: "the signature of the logout token is not valid",
		Stops:   "forged logout tokens that sign users out", Suspicious: true, Decisive: "forged token",
	}
	LogoutIss = oauth.Check{
		ID: "client.logout.iss", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "iss is exactly an issuer in the settings of this client",
		Refusal: "the logout token is of another issuer",
		Stops:   "one issuer ending the sessions of another", Suspicious: true,
	}
	LogoutAud = oauth.Check{
		ID: "client.logout.aud", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "aud names this client, and no other audience unless the settings trust it",
		Refusal: "the logout token is for another client",
		Stops:   "a logout token of another client, forwarded to this one", Suspicious: true, Decisive: "audience confusion",
	}
	LogoutExp = oauth.Check{
		ID: "client.logout.exp", Spec: "OIDC Back-Channel Logout §2.4", Error: oauth.InvalidRequest,
		Meaning: "the logout token has not expired, was not issued in the future, and lives for an hour at most",
		Refusal: "the logout token has expired, is not valid yet, or lives for too long",
		Stops:   "use of expired logout tokens, and a list of used ones that grows without limit",
	}
	LogoutEvent = oauth.Check{
		ID: "client.logout.event", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "events has the member of back-channel logout",
		Refusal: "the token is not about a logout",
		Stops:   "an ID token, or a security event of another type, used as a logout token", Suspicious: true, Decisive: "token confusion",
	}
	LogoutNonce = oauth.Check{
		ID: "client.logout.nonce", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "the logout token has no nonce",
		Refusal: "a logout token must not have a nonce",
		Stops:   "an ID token used as a logout token", Suspicious: true,
	}
	LogoutSubject = oauth.Check{
		ID: "client.logout.subject", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "sid or sub, or both, say whose sessions end, and jti names the token",
		Refusal: "the logout token has neither sid nor sub, or no jti",
		Stops:   "a logout that names no session, and replays that cannot be detected",
	}
	LogoutUnused = oauth.Check{
		ID: "client.logout.unused", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "no token with this jti was used before, at any replica",
		Refusal: "this logout token was used before",
		Stops:   "replay of a logout token, to sign a user out repeatedly", Suspicious: true, Decisive: "logout token replay",
	}
)

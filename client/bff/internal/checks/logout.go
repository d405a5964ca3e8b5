package checks

import "quartet.example/shared/oauth"

// The logout token (OIDC Back-Channel Logout §2.6), in the order of the checks.
var (
	LogoutPresent = oauth.Check{
		ID: "client.logout.present", Spec: "OIDC Back-Channel Logout §2.5", Error: oauth.InvalidRequest,
		Meaning: "the form has one logout_token of a sensible size",
		Refusal: "logout_token is missing or far too long",
		Stops:   "requests that are no logout at all",
	}
	LogoutTyp = oauth.Check{
		ID: "client.logout.typ", Spec: "RFC 8725 §3.11", Error: oauth.InvalidRequest,
		Meaning: "typ is logout+jwt, or JWT or nothing for issuers that do not type their tokens yet",
		Refusal: "the typ of the token is not that of a logout token",
		Stops:   "an access token or another JWT of the issuer, passed off as a logout token", Suspicious: true,
	}
	LogoutAlg = oauth.Check{
		ID: "client.logout.alg", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "the logout token is signed with the algorithm of the issuer's ID tokens for this client, also if there is no session to end",
		Refusal: "the logout token is signed with another algorithm than the issuer's ID tokens for us",
		Stops:   "alg none, algorithm confusion, and a key that was made for something else, used to sign people out", Suspicious: true,
	}
	LogoutSig = oauth.Check{
		ID: "client.logout.sig", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "the logout token is signed with a key of the issuer",
		Refusal: "the signature of the logout token is not valid",
		Stops:   "signing users out with forged tokens", Suspicious: true,
	}
	LogoutIss = oauth.Check{
		ID: "client.logout.iss", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "iss is our issuer, octet by octet",
		Refusal: "the logout token is of another issuer",
		Stops:   "one issuer ending the sessions of another", Suspicious: true,
	}
	LogoutAud = oauth.Check{
		ID: "client.logout.aud", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "aud names this client, and no other audience unless the settings trust it",
		Refusal: "the logout token is for another client",
		Stops:   "a logout token that another client got, sent on to us", Suspicious: true,
	}
	LogoutExp = oauth.Check{
		ID: "client.logout.exp", Spec: "OIDC Back-Channel Logout §2.4", Error: oauth.InvalidRequest,
		Meaning: "the logout token has not expired, was not issued in the future, and lives for an hour at most",
		Refusal: "the logout token has expired, is not valid yet, or lives for too long",
		Stops:   "old tokens, and an unbounded store of used ones",
	}
	LogoutEvent = oauth.Check{
		ID: "client.logout.event", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "events has the member for back-channel logout",
		Refusal: "the token is not about a logout",
		Stops:   "an ID token, or a security event of another type, used as a logout token", Suspicious: true,
	}
	LogoutNonce = oauth.Check{
		ID: "client.logout.nonce", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "there is no nonce",
		Refusal: "a logout token must not have a nonce",
		Stops:   "an ID token passed off as a logout token", Suspicious: true,
	}
	LogoutSubject = oauth.Check{
		ID: "client.logout.subject", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "sid or sub, or both, say whose sessions end, and jti names the token",
		Refusal: "the logout token has neither sid nor sub, or no jti",
		Stops:   "a logout without a session, and replays that cannot be detected",
	}
	LogoutUnused = oauth.Check{
		ID: "client.logout.unused", Spec: "OIDC Back-Channel Logout §2.6", Error: oauth.InvalidRequest,
		Meaning: "no token with this jti was used before, at any replica",
		Refusal: "this logout token was used before",
		Stops:   "replay: signing a user out again and again with one token", Suspicious: true,
	}
)

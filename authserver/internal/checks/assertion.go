package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Client assertions: private_key_jwt and client_secret_jwt (RFC 7523 §2.2, §3,
// OIDC Core §9). Those about the key and the signature have the same refusal, so that a forger learns nothing.
var (
	AssertionType = oauth.Check{
		ID: "as.assertion.type", Spec: "RFC 7521 §4.2", Error: oauth.InvalidClient,
		Meaning: "client_assertion_type is the value of RFC 7523 for JWTs, and client_assertion has the form and size of a JWT",
		Refusal: "client authentication failed",
		Stops:   "assertions of another type, parsed as a JWT",
	}
	AssertionHeader = oauth.Check{
		ID: "as.assertion.header", Spec: "RFC 8725 §3.1, §3.11", Error: oauth.InvalidClient,
		Meaning: "the header of the JWT allows it as a client assertion, and names an algorithm that the client may use",
		Refusal: "client authentication failed",
		Stops:   "alg none, a public key used as an HMAC secret, and JWTs made for another purpose",
	}
	AssertionSignature = oauth.Check{
		ID: "as.assertion.signature", Spec: "RFC 7523 §3", Error: oauth.InvalidClient,
		Meaning: "the assertion is signed with a key that the client has registered",
		Refusal: "client authentication failed",
		Stops:   "forged assertions, and keys that the client has withdrawn", Decisive: "client impersonation",

		Suspicious: true,
	}
	AssertionSubject = oauth.Check{
		ID: "as.assertion.subject", Spec: "RFC 7523 §3", Error: oauth.InvalidClient,
		Meaning: "iss and sub are the client_id",
		Refusal: "client authentication failed",
		Stops:   "one client authenticating as another",
	}
	AssertionAudience = oauth.Check{
		ID: "as.assertion.audience", Spec: "draft-ietf-oauth-rfc7523bis §4", Error: oauth.InvalidClient,
		Meaning: "aud is the issuer identifier of this server and nothing else, or its token endpoint for a client whose registration allows that",
		Refusal: "client authentication failed: aud of the assertion must be the issuer identifier (assertion_audience in the seed sets what else a client may name)",
		Stops:   "an assertion made for one server and presented at another (audience injection)", Decisive: "audience injection",
	}
	AssertionTime = oauth.Check{
		ID: "as.assertion.time", Spec: "RFC 7523 §3", Error: oauth.InvalidClient,
		Meaning: "the assertion is valid now and expires soon",
		Refusal: "client authentication failed: exp of the assertion is missing, past or too far ahead, or nbf or iat lies ahead",
		Stops:   "assertions stolen from a log, and assertions valid for too long",
	}
	AssertionReplay = oauth.Check{
		ID: "as.assertion.replay", Spec: "RFC 7523 §3", Error: oauth.InvalidClient,
		Meaning: "the assertion has a jti that was not used before, at any endpoint of any replica",
		Refusal: "client authentication failed: jti of the assertion is missing or was used",
		Stops:   "replay of an assertion that an attacker has seen", Decisive: "assertion replay",

		Suspicious: true,
	}
	ClientThrottle = oauth.Check{
		ID: "as.client.throttle", Spec: "RFC 6749 §10.10", Error: oauth.InvalidClient, Status: http.StatusTooManyRequests,
		Meaning: "this address has not sent too many wrong secrets for this client",
		Refusal: "too many failed attempts; try again later",
		Stops:   "guessing client secrets",

		Suspicious: true,
	}
)

package introspection

import "quartet.example/shared/oauth"

// The checks of a signed response. The sender of the token cannot correct a wrong response, so the
// request is answered with 503.
var (
	Signed = oauth.Check{
		ID: "rs.introspection.signed", Spec: "RFC 9701 §5, §8.1", Error: oauth.TemporarilyUnavailable,
		Meaning: "the answer is a JWT of type token-introspection+jwt, signed with a key that the issuer publishes",
		Refusal: "the access token cannot be verified now",
		Stops:   "answers that somebody on the way made or changed, and other JWTs of the issuer taken for answers", Suspicious: true, Decisive: "forged introspection response",
	}
	Addressed = oauth.Check{
		ID: "rs.introspection.addressed", Spec: "RFC 9701 §5", Error: oauth.TemporarilyUnavailable,
		Meaning: "iss is the issuer that was asked, aud is us, and iat is now, give or take the clock skew",
		Refusal: "the access token cannot be verified now",
		Stops:   "answers to somebody else, and old ones, replayed to us", Suspicious: true,
	}
)

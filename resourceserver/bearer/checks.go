package bearer

import "quartet.example/shared/oauth"

// The checks of how the token is sent. A request without a token gets a challenge without an error
// code (RFC 6750 §3.1).
var (
	TokenPresent = oauth.Check{
		ID: "rs.token.present", Spec: "RFC 6750 §2.1",
		Meaning: "the request has an Authorization header",
		Refusal: "an access token is needed",
		Stops:   "anonymous access",
	}
	TokenScheme = oauth.Check{
		ID: "rs.token.scheme", Spec: "RFC 6750 §2.1",
		Meaning: "the scheme of the Authorization header is Bearer, or DPoP if this resource accepts proofs of possession",
		Refusal: "an access token is needed, in a scheme that this resource takes",
		Stops:   "passwords and client secrets sent where a token belongs",
	}
	TokenLocation = oauth.Check{
		ID: "rs.token.location", Spec: "RFC 9700 §4.3.2",
		Meaning: "the token is in the Authorization header; in a URL, a body or a cookie it is ignored",
		Refusal: "an access token is taken from the Authorization header only",
		Stops:   "tokens that leak through logs, histories and Referer headers, and cross-site request forgery by cookies",
	}
	TokenFormat = oauth.Check{
		ID: "rs.token.format", Spec: "RFC 6750 §2.1, RFC 7515 §7.1", Error: oauth.InvalidToken,
		Meaning: "the token is one JWT in compact form, of at most 8 KiB",
		Refusal: "the access token is malformed",
		Stops:   "malformed tokens, encrypted tokens, and input made to exhaust the parser",
	}
)

// The checks of the issuer and of the JWT header (RFC 8725 §3).
var (
	JWTIss = oauth.Check{
		ID: "rs.jwt.iss", Spec: "RFC 9068 §4, RFC 8725 §3.8", Error: oauth.InvalidToken,
		Meaning: "iss is exactly an issuer in the settings; only the keys of that issuer may verify the token",
		Refusal: "the access token is from another issuer",
		Stops:   "tokens of another tenant or of an issuer with a similar name, and one issuer signing tokens in the name of another", Decisive: "token of another issuer",
	}
	JWTAlgAllow = oauth.Check{
		ID: "rs.jwt.alg_allow", Spec: "RFC 8725 §3.1, RFC 9068 §4", Error: oauth.InvalidToken,
		Meaning: "the algorithm is asymmetric and in the list of allowed algorithms",
		Refusal: "the algorithm of the access token is not accepted",
		Stops:   "alg none, and HMAC keyed with a public key", Suspicious: true, Decisive: "algorithm confusion",
	}
	JWTCrit = oauth.Check{
		ID: "rs.jwt.crit", Spec: "RFC 7515 §4.1.11", Error: oauth.InvalidToken,
		Meaning: "the token has no critical extension, because none is supported",
		Refusal: "the access token demands an extension that is not understood",
		Stops:   "tokens with restrictions that would be ignored",
	}
	JWTTyp = oauth.Check{
		ID: "rs.jwt.typ", Spec: "RFC 9068 §4, RFC 8725 §3.11", Error: oauth.InvalidToken,
		Meaning: "the type of the token is at+jwt",
		Refusal: "this is not an access token",
		Stops:   "ID tokens, logout tokens and other JWTs of the same issuer used as access tokens", Decisive: "token confusion",
	}
	JWTKidKnown = oauth.Check{
		ID: "rs.jwt.kid_known", Spec: "RFC 7517 §4.5, RFC 8725 §3.10", Error: oauth.InvalidToken,
		Meaning: "the issuer publishes the key that kid names, for this algorithm; keys and URLs in the token are ignored",
		Refusal: "the key of the access token is not known",
		Stops:   "keys of the attacker: jwk, jku, x5u, and paths or SQL in kid", Decisive: "key injection",
	}
	JWTSig = oauth.Check{
		ID: "rs.jwt.sig", Spec: "RFC 9068 §4", Error: oauth.InvalidToken,
		Meaning: "the signature is valid for the key of the issuer",
		Refusal: "the signature of the access token does not verify",
		Stops:   "forged and altered tokens", Suspicious: true, Decisive: "forged token",
	}
)

// The checks of the claims, and of what the route requires.
var (
	Aud = oauth.Check{
		ID: "rs.aud", Spec: "RFC 9068 §4, RFC 8725 §3.9", Error: oauth.InvalidToken,
		Meaning: "aud names this resource",
		Refusal: "the access token is for another resource",
		Stops:   "a token for one resource used at another", Suspicious: true, Decisive: "audience confusion",
	}
	JWTExp = oauth.Check{
		ID: "rs.jwt.exp", Spec: "RFC 9068 §4, RFC 7519 §4.1.4", Error: oauth.InvalidToken,
		Meaning: "the current time is between nbf and exp, with the allowed clock skew",
		Refusal: "the access token has expired or is not valid yet",
		Stops:   "use of stolen tokens after they expired", Decisive: "expired token",
	}
	TokenActive = oauth.Check{
		ID: "rs.token.active", Spec: "RFC 7662 §2.2", Error: oauth.InvalidToken,
		Meaning: "the authorization server says that the token is active",
		Refusal: "the access token is not active",
		Stops:   "tokens that are unknown, expired or revoked, where tokens are introspected", Decisive: "revoked token",
	}
	TokenRevoked = oauth.Check{
		ID: "rs.token.revoked", Spec: "RFC 7009 §2", Error: oauth.InvalidToken,
		Meaning: "the token is not among those that were revoked before they expired",
		Refusal: "the access token was revoked",
		Stops:   "use of a token after the user or the client has ended its grant", Decisive: "revoked token",
	}
	JWTClaims = oauth.Check{
		ID: "rs.jwt.claims", Spec: "RFC 9068 §2.2", Error: oauth.InvalidToken,
		Meaning: "the token has every claim that an access token must have",
		Refusal: "the access token lacks a required claim",
		Stops:   "decisions about tokens that lack information",
	}
	Scope = oauth.Check{
		ID: "rs.scope", Spec: "RFC 6750 §3.1", Error: oauth.InsufficientScope,
		Meaning: "the scope of the token has every scope token that the request needs, compared exactly",
		Refusal: "the access token does not cover this",
		Stops:   "requests that the user has not allowed", Decisive: "scope escalation",
	}
	User = oauth.Check{
		ID: "rs.user", Spec: "RFC 9700 §4.15", Error: oauth.InsufficientScope,
		Meaning: "if the route needs a user, the token is of a user, and not of a client that acts for itself",
		Refusal: "this needs a user; the access token is of a client that acts for itself",
		Stops:   "a client whose client_id equals the sub of a user, and that reads the data of that user",
	}
	AuthACR = oauth.Check{
		ID: "rs.auth.acr", Spec: "RFC 9470 §3", Error: oauth.InsufficientUserAuthentication,
		Meaning: "the acr of the token is one that the route accepts",
		Refusal: "a stronger sign-in is needed",
		Stops:   "sensitive requests after a weak sign-in", Decisive: "weak sign-in",
	}
	AuthMaxAge = oauth.Check{
		ID: "rs.auth.max_age", Spec: "RFC 9470 §3", Error: oauth.InsufficientUserAuthentication,
		Meaning: "the user signed in as recently as the route asks for; a token that does not say when is too old",
		Refusal: "a more recent sign-in is needed",
		Stops:   "sensitive requests in a session that was left open", Decisive: "old sign-in",
	}
)

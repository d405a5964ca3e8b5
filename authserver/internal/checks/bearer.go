package checks

import "quartet.example/shared/oauth"

// Tokens that are presented to the authorization server itself.
var (
	TokenPresent = oauth.Check{
		ID: "as.token.present", Spec: "RFC 7009 §2.1", Error: oauth.InvalidRequest,
		Meaning: "the parameter token is sent",
		Refusal: "token is missing",
		Stops:   "incomplete requests",
	}
	UserinfoPresent = oauth.Check{
		ID: "as.userinfo.present", Spec: "RFC 6750 §3.1", Error: oauth.InvalidToken,
		Meaning: "the request has an access token, in the Authorization header or the form body",
		Refusal: "an access token is required",
		Stops:   "anonymous requests, and tokens in URLs",
	}
	UserinfoOneMethod = oauth.Check{
		ID: "as.userinfo.one_method", Spec: "RFC 6750 §2", Error: oauth.InvalidRequest,
		Meaning: "the access token is sent once, in one way",
		Refusal: "more than one access token in the request",
		Stops:   "requests that two parsers understand differently",
	}
	UserinfoToken = oauth.Check{
		ID: "as.userinfo.token", Spec: "OIDC Core §5.3.3", Error: oauth.InvalidToken,
		Meaning: "the access token was issued by this server, has not expired and was not revoked",
		Refusal: "the access token is invalid, expired or revoked",
		Stops:   "claims about a user given to somebody without a valid token", Decisive: "revoked token",
	}
	UserinfoScope = oauth.Check{
		ID: "as.userinfo.scope", Spec: "OIDC Core §5.3", Error: oauth.InsufficientScope,
		Meaning: "the access token has the scope openid",
		Refusal: "the access token lacks the scope openid",
		Stops:   "access tokens for an API, used to learn who the user is",
	}
)

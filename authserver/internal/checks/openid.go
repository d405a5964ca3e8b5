package checks

import "quartet.example/shared/oauth"

// What OpenID Connect adds to the authorization request by its claims parameter
// (OIDC Core §5.5).
var (
	ClaimsWellFormed = oauth.Check{
		ID: "as.claims.well_formed", Spec: "OIDC Core §5.5", Error: oauth.InvalidRequest,
		Meaning: "claims is a JSON object with requests for single claims",
		Refusal: "claims is malformed",
		Stops:   "requests whose conditions are dropped unread",
	}
	ClaimsSubject = oauth.Check{
		ID: "as.claims.subject", Spec: "OIDC Core §5.5.1", Error: oauth.LoginRequired,
		Meaning: "claims and id_token_hint name one user at most",
		Refusal: "the request names more than one user",
		Stops:   "answers about a user whom the client did not mean",
	}
	ACRAttainable = oauth.Check{
		ID: "as.acr.attainable", Spec: "OIDC Core §5.5.1.1", Error: oauth.AccessDenied,
		Meaning: "an essential acr is one that a sign-in here can have",
		Refusal: "no sign-in here reaches the acr that the request calls essential",
		Stops:   "a weaker sign-in that passes for the one demanded",
	}
)

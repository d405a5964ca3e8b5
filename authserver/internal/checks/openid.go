package checks

import "quartet.example/shared/oauth"

// What OpenID Connect adds to the authorization request by its claims parameter
// (OIDC Core §5.5).
var (
	ClaimsWellFormed = oauth.Check{
		ID: "as.claims.well_formed", Spec: "OIDC Core §5.5", Error: oauth.InvalidRequest,
		Meaning: "claims is a JSON object in which each claim is requested as OIDC Core §5.5.1 says",
		Refusal: "claims is malformed",
		Stops:   "conditions of a request that would be ignored",
	}
	ClaimsSubject = oauth.Check{
		ID: "as.claims.subject", Spec: "OIDC Core §5.5.1", Error: oauth.LoginRequired,
		Meaning: "claims and id_token_hint do not name two different users",
		Refusal: "the request names more than one user",
		Stops:   "a response about another user than the client means",
	}
	ACRAttainable = oauth.Check{
		ID: "as.acr.attainable", Spec: "OIDC Core §5.5.1.1", Error: oauth.AccessDenied,
		Meaning: "an acr that is requested as essential can be reached by a sign-in at this server",
		Refusal: "no sign-in here reaches the acr that the request calls essential",
		Stops:   "a weaker sign-in accepted in place of the one required",
	}
)

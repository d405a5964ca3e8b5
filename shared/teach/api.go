package teach

var ofAPI = []Lesson{
	{
		Checks: []string{"web.request.form"},
		Title:  "The parameters do not have the form that OAuth requires",
		Cause:  "The body is JSON, or is not declared as a form, or was sent with another method than POST. OAuth requests are forms.",
		Fix:    "Send the parameters in the body of a POST, as application/x-www-form-urlencoded.",
		Hint:   "send a form, not JSON: Content-Type: application/x-www-form-urlencoded",
	},
	{
		Failure: Audience, Checks: []string{"rs.aud"},
		Title: "This access token is for another API",
		Cause: "aud in the access token does not name this API. The client requested the token for another resource, or for none.",
		Fix:   "Request a token with resource set to the address of this API (RFC 8707), and use one token for each API.",
		Hint:  "request a token with resource set to the address of this API (RFC 8707)",
	},
	{
		Failure: MissingScope, Checks: []string{"rs.scope"},
		Title: "The access token lacks a scope",
		Cause: "The user or the client was not granted the scope that this request needs. The challenge in the response names it.",
		Fix:   "Add the scope to the authorization request, and let the user sign in again. An access token that was issued does not change.",
		Hint:  "request the scope named here at the authorization server, then use the new token",
	},
	{
		Failure: ClockSkew, Checks: []string{"rs.jwt.exp"},
		Title: "The access token is not valid at this time",
		Cause: "The token has expired, or the clocks of the API and of the authorization server differ by more than 30 seconds (a setting).",
		Fix:   "Refresh the token. If a new token is refused too, synchronise the clocks (NTP).",
		Hint:  "refresh the token; if a new one is refused too, synchronise the clocks (NTP)",
	},
	{
		Failure: Issuer, Checks: []string{"rs.jwt.iss"},
		Title: "The access token is of an issuer that this API does not trust",
		Cause: "iss in the access token is none of the issuers in the settings of the API, character by character.",
		Fix:   "Set --issuer of the API to the value of issuer in the metadata of the authorization server, unchanged.",
		Hint:  "set the issuer of this API to iss of the token, character by character",
	},
	{
		Failure: ClockSkew, Checks: []string{"as.dpop.fresh", "rs.dpop.fresh"},
		Title: "The DPoP proof is not of this moment",
		Cause: "iat of the proof is too far from the time of the server: the clocks differ, or the proof was made once and used again.",
		Fix:   "Synchronise the clocks (NTP), and make a new proof for each request.",
		Hint:  "synchronise the clocks (NTP); make a new proof for each request",
	},
	{
		Checks: []string{"rs.jwt.typ"},
		Title:  "This is not an access token",
		Cause:  "The client sent an ID token, or another JWT. An ID token tells the client who signed in; it is not for an API.",
		Fix:    "Send the access token of the token response in the Authorization header.",
		Hint:   "send the access token; an ID token is for the client only",
	},
}

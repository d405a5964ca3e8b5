package teach

var ofClient = []Lesson{
	{
		Failure: StateCookie, Checks: []string{"client.state.bound"},
		Title: "This browser did not start the sign-in",
		Cause: "The application put a cookie into the browser when the sign-in started. This request came without that cookie, so the answer may belong to somebody else.",
		Fix:   "Start the sign-in again, in this browser, from the address of the application.",
	},
	{
		Failure: ReusedCode, Checks: []string{"client.state.unused"},
		Title: "This code was already used",
		Cause: "The address of this page contains the answer to a sign-in that was finished before. It was loaded again, opened from the history, or sent twice.",
		Fix:   "Start a new sign-in. If this happens in your own application: redirect away from the callback address as soon as the code is redeemed.",
	},
	{
		Failure: ExpiredCode, Checks: []string{"client.code.accepted"},
		Title: "The authorization server refused the code",
		Cause: "The code had expired (60 seconds by default), was redeemed before, or was issued for another code_verifier. The response of the token endpoint in the inspector says which.",
		Fix:   "Start a new sign-in. If it fails again, open the message in the inspector and look at the refused check of POST /token.",
	},
	{
		Failure: ExpiredCode, Checks: []string{"client.state.fresh"},
		Title: "This sign-in took too long",
		Cause: "More than ten minutes (a setting) passed between the start of the sign-in and the answer.",
		Fix:   "Start the sign-in again.",
	},
	{
		Failure: Issuer, Checks: []string{"client.iss.match"},
		Title: "The answer comes from another authorization server",
		Cause: "The parameter iss of the answer is not the issuer to which this sign-in was sent, character by character. A slash at the end, http instead of https or another host name is a difference. An attacker can also cause this (mix-up).",
		Fix:   "Set the issuer of the client to the value of issuer in the metadata of the authorization server, unchanged.",
	},
	{
		Failure: Issuer, Checks: []string{"client.discovery.issuer"},
		Title: "The metadata names another issuer",
		Cause: "The document at /.well-known of the configured issuer says that it is of another issuer. Often one side has localhost and the other side a host name, or one has a slash at the end.",
		Fix:   "Set --issuer of the client and --issuer of the authorization server to the same value, character by character.",
	},
	{
		Failure: Issuer, Checks: []string{"client.idtoken.iss"},
		Title: "The ID token is of another issuer",
		Cause: "iss in the ID token is not the issuer of this sign-in, character by character.",
		Fix:   "Set the issuer of the client to the value of issuer in the metadata of the authorization server, unchanged.",
	},
	{
		Failure: ClockSkew, Checks: []string{"client.idtoken.exp"},
		Title: "The ID token is not valid at this time",
		Cause: "The clocks of the application and of the authorization server differ by more than 30 seconds (a setting), or the ID token expired before it was used.",
		Fix:   "Synchronise both clocks (NTP), and check the clock of a virtual machine that was paused. Compare exp and iat of the ID token with the time of the application in the inspector.",
	},
	{
		Failure: Audience, Checks: []string{"client.idtoken.aud"},
		Title: "The ID token is for another client",
		Cause: "aud in the ID token is not the client_id of this application. An ID token is only for the client that requested it.",
		Fix:   "Check the client_id of the application. Do not pass ID tokens from one application to another.",
	},
	{
		Checks: []string{"client.session.csrf"},
		Title:  "The request did not come from a page of this application",
		Cause:  "A form was sent without the token of its session, or a script without the header X-Requested-With: quartet.",
		Fix:    "Send the form from the page itself. In a script of this origin, add the header X-Requested-With: quartet.",
		Hint:   "a script of this origin sends the header X-Requested-With: quartet",
	},
}

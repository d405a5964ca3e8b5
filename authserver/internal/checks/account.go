package checks

import "quartet.example/shared/oauth"

// The account page.
var (
	AccountForm = oauth.Check{
		ID: "as.account.form", Spec: "RFC 6749 §10.12", Error: oauth.AccessDenied,
		Meaning: "the form was shown in the session that sends it",
		Refusal: "the form is not one of this session; open the account page again",
		Stops:   "cross-site request forgery, and forms of somebody who was signed in here before", Suspicious: true,
	}
	AccountAction = oauth.Check{
		ID: "as.account.action", Spec: "RFC 6749 §3.1", Error: oauth.InvalidRequest,
		Meaning: "the form asks for something that the account page offers",
		Refusal: "there is no such action",
		Stops:   "guessing what a form without a button means",
	}
)

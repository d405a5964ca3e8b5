package checks

import "quartet.example/shared/oauth"

// The account page.
var (
	AccountForm = oauth.Check{
		ID: "as.account.form", Spec: "RFC 6749 §10.12", Error: oauth.AccessDenied,
		Meaning: "the form was shown in the same session that now sends it",
		Refusal: "the form is not one of this session; open the account page again",
		Stops:   "cross-site request forgery, and forms left open by a user who was signed in before", Suspicious: true, Decisive: "cross-site request forgery",
	}
	AccountAction = oauth.Check{
		ID: "as.account.action", Spec: "RFC 6749 §3.1", Error: oauth.InvalidRequest,
		Meaning: "the form asks for one of the actions that the account page offers",
		Refusal: "there is no such action",
		Stops:   "unknown actions, which the server would otherwise have to guess at",
	}
)

package checks

import "quartet.example/shared/oauth"

// A resource server that wants another sign-in (RFC 9470), and the ID token of it.
var (
	StepUpOwn = oauth.Check{
		ID: "client.stepup.own", Spec: "RFC 9470 §5", Error: oauth.InvalidRequest,
		Meaning: "the sign-in that is asked for was asked of this very session, a moment ago, by the resource server",
		Refusal: "there is no such request to sign in again; go back to the start",
		Stops:   "sending somebody through a sign-in that an attacker put together",
	}
	IDTokenACR = oauth.Check{
		ID: "client.idtoken.acr", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "acr is one of those that were asked for",
		Refusal: "the sign-in was not of the kind that is needed",
		Stops:   "a step up that went nowhere",
	}
	IDTokenAuthTime = oauth.Check{
		ID: "client.idtoken.auth_time", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "auth_time is not further back than max_age allowed when it was asked for",
		Refusal: "the sign-in was not as recent as is needed",
		Stops:   "an old sign-in at the authorization server passed off as a new one",
	}
)

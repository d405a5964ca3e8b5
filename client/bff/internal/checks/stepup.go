package checks

import "quartet.example/shared/oauth"

// A resource server that requires another sign-in (RFC 9470), and the ID token of it.
var (
	StepUpOwn = oauth.Check{
		ID: "client.stepup.own", Spec: "RFC 9470 §5", Error: oauth.InvalidRequest,
		Meaning: "the resource server has recently asked this session for this sign-in",
		Refusal: "there is no such request to sign in again; go back to the start",
		Stops:   "a sign-in with parameters that an attacker has chosen", Decisive: "forged step-up",
	}
	IDTokenACR = oauth.Check{
		ID: "client.idtoken.acr", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "acr is one of the requested values",
		Refusal: "the sign-in was not of the kind that is needed",
		Stops:   "a step-up that has not changed how the user signed in",
	}
	IDTokenAuthTime = oauth.Check{
		ID: "client.idtoken.auth_time", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "auth_time is not older than the requested max_age",
		Refusal: "the sign-in was not as recent as is needed",
		Stops:   "an old sign-in at the authorization server used as a new one",
	}
)

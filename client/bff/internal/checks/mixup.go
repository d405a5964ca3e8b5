package checks

import "quartet.example/shared/oauth"

// Several authorization servers (RFC 9700 §4.4): what is meant for one must not
// reach another. iss is checked beside these (login.go).
var (
	IssuerKnown = oauth.Check{
		ID: "client.issuer.known", Spec: "RFC 9700 §4.4.2", Error: oauth.InvalidRequest,
		Meaning: "the authorization server is one of the settings, octet by octet",
		Refusal: "this application does not work with that authorization server",
		Stops:   "sending users, and what they are given, to a server that somebody made up",
	}
	CallbackOwn = oauth.Check{
		ID: "client.callback.own", Spec: "RFC 9700 §4.4.2.2", Error: oauth.InvalidRequest,
		Meaning: "the answer came to the redirect URI of the server that was asked; each has its own",
		Refusal: "the answer came to the address of another authorization server than the one that was asked",
		Stops:   "mix-up, also with servers that do not say iss", Suspicious: true,
	}
)

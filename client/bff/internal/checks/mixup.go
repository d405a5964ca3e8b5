package checks

import "quartet.example/shared/oauth"

// Several authorization servers (RFC 9700 §4.4): what is meant for one must not
// be sent to another. iss is checked beside these (login.go).
var (
	IssuerKnown = oauth.Check{
		ID: "client.issuer.known", Spec: "RFC 9700 §4.4.2", Error: oauth.InvalidRequest,
		Meaning: "the authorization server is exactly one of those in the settings",
		Refusal: "this application does not work with that authorization server",
		Stops:   "users and codes sent to a server that an attacker has chosen",
	}
	CallbackOwn = oauth.Check{
		ID: "client.callback.own", Spec: "RFC 9700 §4.4.2.2", Error: oauth.InvalidRequest,
		Meaning: "the authorization response came to the redirect URI of the server to which the browser was sent; each server has its own",
		Refusal: "the answer came to the address of another authorization server than the one that was asked",
		Stops:   "mix-up attacks, also with servers that do not send iss", Suspicious: true, Decisive: "mix-up",
	}
)

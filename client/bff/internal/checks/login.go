package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// The start of a login.
var (
	ReturnToLocal = oauth.Check{
		ID: "client.return_to.local", Spec: "RFC 9700 §4.11.1", Error: oauth.InvalidRequest,
		Meaning: "return_to is a path on this origin, however a browser parses it",
		Refusal: "return_to is not a path on this site",
		Stops:   "open redirection: a link to this application that leads to an attacker", Decisive: "open redirection",
	}
	LoginRate = oauth.Check{
		ID: "client.login.rate", Spec: "RFC 6749 §10.10", Error: oauth.TemporarilyUnavailable, Status: http.StatusTooManyRequests,
		Meaning: "this address does not start more logins in a second than the limit (a setting)",
		Refusal: "too many logins from this address; try again in a moment",
		Stops:   "filling the store with logins that are never finished",
	}
)

// The way back from the authorization server, in the order of the checks. None
// of them reaches the token endpoint.
var (
	StateBound = oauth.Check{
		ID: "client.state.bound", Spec: "RFC 9700 §4.7.1", Error: oauth.InvalidRequest,
		Meaning: "state belongs to a login that this browser has started",
		Refusal: "this answer does not belong to a login that was started in this browser",
		Stops:   "login CSRF: a link that signs the user in as the attacker", Suspicious: true, Decisive: "login CSRF",
	}
	StateUnused = oauth.Check{
		ID: "client.state.unused", Spec: "RFC 9700 §4.2.4", Error: oauth.InvalidRequest,
		Meaning: "state was not used before",
		Refusal: "this login was finished before; go back to the start",
		Stops:   "replay of an authorization response from a history or a log",
	}
	StateFresh = oauth.Check{
		ID: "client.state.fresh", Spec: "RFC 9700 §4.7.1", Error: oauth.InvalidRequest,
		Meaning: "the login was started less than ten minutes ago (a setting)",
		Refusal: "this login took too long; please start again",
		Stops:   "completion of a login that was left open long ago",
	}
	ResponseSingle = oauth.Check{
		ID: "client.response.single", Spec: "RFC 6749 §3.1", Error: oauth.InvalidRequest,
		Meaning: "the authorization response has each parameter once, and not both code and error",
		Refusal: "the answer of the authorization server is ambiguous",
		Stops:   "responses that two parsers understand differently", Suspicious: true,
	}
	IssMatch = oauth.Check{
		ID: "client.iss.match", Spec: "RFC 9207 §2.4", Error: oauth.InvalidRequest,
		Meaning: "iss is the issuer to which the browser was sent",
		Refusal: "the answer comes from another authorization server than the one that was asked",
		Stops:   "mix-up: a code of an honest server sent to the server of an attacker", Suspicious: true, Decisive: "mix-up",
	}
	ResponseGranted = oauth.Check{
		ID: "client.response.granted", Spec: "RFC 6749 §4.1.2.1", Error: oauth.AccessDenied,
		Meaning: "the authorization response is not an error",
		Refusal: "the authorization server refused",
		Stops:   "a sign-in after the user has refused",
	}
	CodePresent = oauth.Check{
		ID: "client.code.present", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidRequest,
		Meaning: "a response without an error has a code",
		Refusal: "the answer of the authorization server has no code",
		Stops:   "incomplete responses",
	}
	CodeAccepted = oauth.Check{
		ID: "client.code.accepted", Spec: "RFC 6749 §5.2", Error: oauth.InvalidRequest,
		Meaning: "the authorization server accepts the code together with the verifier of this login",
		Refusal: "the authorization server refused the code",
		Stops:   "stolen and injected codes, which were issued for another verifier",
	}
	TokenType = oauth.Check{
		ID: "client.token.type", Spec: "RFC 6749 §7.1", Error: oauth.AccessDenied,
		Meaning: "token_type is Bearer, or DPoP if this client has sent a proof",
		Refusal: "the authorization server answered with a token of an unknown type",
		Stops:   "using a sender-constrained token as if it were a bearer token",
	}
)

package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// The start of a login.
var (
	ReturnToLocal = oauth.Check{
		ID: "client.return_to.local", Spec: "RFC 9700 §4.11.1", Error: oauth.InvalidRequest,
		Meaning: "return_to is a path on this origin, however a browser reads it",
		Refusal: "return_to is not a path on this site",
		Stops:   "open redirection: a link to us that ends at the attacker",
	}
	LoginRate = oauth.Check{
		ID: "client.login.rate", Spec: "RFC 6749 §10.10", Error: oauth.TemporarilyUnavailable, Status: http.StatusTooManyRequests,
		Meaning: "this address does not start logins faster than people do",
		Refusal: "too many logins from this address; try again in a moment",
		Stops:   "filling the store with logins that nobody finishes",
	}
)

// The way back from the authorization server, in the order of the checks. None
// of them reaches the token endpoint.
var (
	StateBound = oauth.Check{
		ID: "client.state.bound", Spec: "RFC 9700 §4.7.1", Error: oauth.InvalidRequest,
		Meaning: "state is of a login that this very browser started",
		Refusal: "this answer does not belong to a login that was started in this browser",
		Stops:   "login CSRF: being signed in as the attacker by following a link", Suspicious: true,
	}
	StateUnused = oauth.Check{
		ID: "client.state.unused", Spec: "RFC 9700 §4.2.4", Error: oauth.InvalidRequest,
		Meaning: "state has not come back before",
		Refusal: "this login was finished before; go back to the start",
		Stops:   "replay of an answer from the history or a log",
	}
	StateFresh = oauth.Check{
		ID: "client.state.fresh", Spec: "RFC 9700 §4.7.1", Error: oauth.InvalidRequest,
		Meaning: "the login was started less than ten minutes ago (a setting)",
		Refusal: "this login took too long; please start again",
		Stops:   "finishing a login that somebody left open",
	}
	ResponseSingle = oauth.Check{
		ID: "client.response.single", Spec: "RFC 6749 §3.1", Error: oauth.InvalidRequest,
		Meaning: "the answer has each parameter once, and not both code and error",
		Refusal: "the answer of the authorization server is ambiguous",
		Stops:   "answers that two parsers understand differently", Suspicious: true,
	}
	IssMatch = oauth.Check{
		ID: "client.iss.match", Spec: "RFC 9207 §2.4", Error: oauth.InvalidRequest,
		Meaning: "iss is the issuer that the browser was sent to",
		Refusal: "the answer comes from another authorization server than the one that was asked",
		Stops:   "mix-up: a code of an honest server carried to the attacker's", Suspicious: true,
	}
	ResponseGranted = oauth.Check{
		ID: "client.response.granted", Spec: "RFC 6749 §4.1.2.1", Error: oauth.AccessDenied,
		Meaning: "the authorization server did not answer with an error",
		Refusal: "the authorization server refused",
		Stops:   "continuing after the user refused",
	}
	CodePresent = oauth.Check{
		ID: "client.code.present", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidRequest,
		Meaning: "a successful answer has a code",
		Refusal: "the answer of the authorization server has no code",
		Stops:   "incomplete answers",
	}
	CodeAccepted = oauth.Check{
		ID: "client.code.accepted", Spec: "RFC 6749 §5.2", Error: oauth.InvalidRequest,
		Meaning: "the authorization server redeems the code for us and our verifier",
		Refusal: "the authorization server refused the code",
		Stops:   "stolen and injected codes: they were issued for another verifier",
	}
	TokenType = oauth.Check{
		ID: "client.token.type", Spec: "RFC 6749 §7.1", Error: oauth.AccessDenied,
		Meaning: "the token is of a type that we know how to use: Bearer, or DPoP if we sent a proof",
		Refusal: "the authorization server answered with a token of an unknown type",
		Stops:   "using a sender-constrained token as if it were a bearer token",
	}
)

package checks

import "quartet.example/shared/oauth"

// Pushed authorization requests (RFC 9126).
var (
	PARNoReference = oauth.Check{
		ID: "as.par.no_reference", Spec: "RFC 9126 §2.1", Error: oauth.InvalidRequest,
		Meaning: "the pushed request has no request_uri itself",
		Refusal: "request_uri must not be pushed",
		Stops:   "pushed requests that refer to other requests",
	}
	PARExpiry = oauth.Check{
		ID: "as.par.expiry", Spec: "RFC 9126 §2.2", Error: oauth.InvalidRequestURI,
		Meaning: "request_uri names a request that was pushed to this server, has not expired and is not answered yet",
		Refusal: "request_uri is unknown, expired or already used",
		Stops:   "guessed, expired and copied request URIs",
	}
	PARClientBound = oauth.Check{
		ID: "as.par.client_bound", Spec: "RFC 9126 §4", Error: oauth.InvalidRequestURI,
		Meaning: "the request was pushed by the client that client_id names",
		Refusal: "request_uri belongs to another client",
		Stops:   "one client using the request of another", Suspicious: true, Decisive: "request of another client",
	}
	PARUsedOnce = oauth.Check{
		ID: "as.par.used_once", Spec: "RFC 9126 §4", Error: oauth.InvalidRequestURI,
		Meaning: "the pushed request is answered once, with a code or an error",
		Refusal: "the pushed request was already answered",
		Stops:   "two codes from one pushed request", Suspicious: true,
	}
	PARRequired = oauth.Check{
		ID: "as.par.required", Spec: "RFC 9126 §5", Error: oauth.InvalidRequest,
		Meaning: "a client that must push its requests pushed this one",
		Refusal: "the authorization request must be pushed first",
		Stops:   "requests that somebody changes in the browser",
	}
)

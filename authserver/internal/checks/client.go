package checks

import "quartet.example/shared/oauth"

// Client authentication (RFC 6749 §2.3, §3.2.1).
var (
	ClientOneMethod = oauth.Check{
		ID: "as.client.one_method", Spec: "RFC 6749 §2.3", Error: oauth.InvalidRequest,
		Meaning: "the client authenticates with one method only",
		Refusal: "more than one client authentication method in the request",
		Stops:   "requests that two parsers understand differently",
	}
	ClientSame = oauth.Check{
		ID: "as.client.same", Spec: "RFC 6749 §3.2.1", Error: oauth.InvalidRequest,
		Meaning: "client_id in the body names the client that authenticated",
		Refusal: "client_id differs from the authenticated client",
		Stops:   "acting as another client",
	}
	ClientPresent = oauth.Check{
		ID: "as.client.present", Spec: "RFC 6749 §3.2.1", Error: oauth.InvalidClient,
		Meaning: "the request says which client sends it, in credentials that are well-formed",
		Refusal: "client authentication is missing or malformed",
		Stops:   "requests without a client",
	}
	ClientKnown = oauth.Check{
		ID: "as.client.known", Spec: "RFC 6749 §5.2", Error: oauth.InvalidClient,
		Meaning: "the client is registered",
		Refusal: "client authentication failed",
		Stops:   "clients that are not registered; the response is the same as for a wrong secret",
	}
	ClientMethod = oauth.Check{
		ID: "as.client.method", Spec: "RFC 7591 §2", Error: oauth.InvalidClient,
		Meaning: "the client authenticates with its registered method",
		Refusal: "client authentication failed",
		Stops:   "a downgrade to a weaker method, or to none",
	}
	ClientAuth = oauth.Check{
		ID: "as.client.auth", Spec: "RFC 6749 §3.2.1", Error: oauth.InvalidClient,
		Meaning: "the client secret is right",
		Refusal: "client authentication failed",
		Stops:   "authentication with only a client_id", Decisive: "client impersonation",
	}
	ClientConfidential = oauth.Check{
		ID: "as.client.confidential", Spec: "RFC 6749 §2.1, RFC 7662 §2.1", Error: oauth.InvalidClient,
		Meaning: "the client is confidential: it authenticates, and does not only send its client_id",
		Refusal: "the client must authenticate with a secret",
		Stops:   "anybody who knows the client_id of a public client",
	}
	ClientGrantAllowed = oauth.Check{
		ID: "as.client.grant_allowed", Spec: "RFC 6749 §5.2", Error: oauth.UnauthorizedClient,
		Meaning: "the client is registered for this grant",
		Refusal: "the client is not registered for this grant",
		Stops:   "use of a grant type that the client was not given",
	}
)

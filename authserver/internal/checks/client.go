package checks

import "quartet.example/shared/oauth"

// Client authentication (RFC 6749 §2.3, §3.2.1).
var (
	ClientOneMethod = oauth.Check{
		ID: "as.client.one_method", Spec: "RFC 6749 §2.3", Error: oauth.InvalidRequest,
		Meaning: "the client authenticates in one way only",
		Refusal: "more than one client authentication method in the request",
		Stops:   "requests that two parsers understand differently",
	}
	ClientSame = oauth.Check{
		ID: "as.client.same", Spec: "RFC 6749 §3.2.1", Error: oauth.InvalidRequest,
		Meaning: "client_id in the body names the client that authenticated",
		Refusal: "client_id differs from the authenticated client",
		Stops:   "acting under another client's name",
	}
	ClientPresent = oauth.Check{
		ID: "as.client.present", Spec: "RFC 6749 §3.2.1", Error: oauth.InvalidClient,
		Meaning: "the request says which client it comes from, in a form that can be read",
		Refusal: "client authentication is missing or malformed",
		Stops:   "requests without a client",
	}
	ClientKnown = oauth.Check{
		ID: "as.client.known", Spec: "RFC 6749 §5.2", Error: oauth.InvalidClient,
		Meaning: "the client is registered",
		Refusal: "client authentication failed",
		Stops:   "clients that nobody registered; the answer does not tell them from a wrong secret",
	}
	ClientMethod = oauth.Check{
		ID: "as.client.method", Spec: "RFC 7591 §2", Error: oauth.InvalidClient,
		Meaning: "the client authenticates with its registered method",
		Refusal: "client authentication failed",
		Stops:   "downgrade to a weaker method, or to none",
	}
	ClientAuth = oauth.Check{
		ID: "as.client.auth", Spec: "RFC 6749 §3.2.1", Error: oauth.InvalidClient,
		Meaning: "the client's secret is right",
		Refusal: "client authentication failed",
		Stops:   "somebody who only knows a client_id",
	}
	ClientConfidential = oauth.Check{
		ID: "as.client.confidential", Spec: "RFC 6749 §2.1, RFC 7662 §2.1", Error: oauth.InvalidClient,
		Meaning: "the client has credentials, not only a name",
		Refusal: "the client must authenticate with a secret",
		Stops:   "anybody who knows the client_id of a public client",
	}
	ClientGrantAllowed = oauth.Check{
		ID: "as.client.grant_allowed", Spec: "RFC 6749 §5.2", Error: oauth.UnauthorizedClient,
		Meaning: "the client is registered for this grant",
		Refusal: "the client is not registered for this grant",
		Stops:   "grants that the client never needed",
	}
)

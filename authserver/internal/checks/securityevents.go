package checks

import "quartet.example/shared/oauth"

// The feed of revoked tokens (RFC 8936).
var (
	EventsRecipient = oauth.Check{
		ID: "as.events.recipient", Spec: "RFC 8936 §3", Error: oauth.AccessDenied,
		Meaning: "the client that polls is a resource server",
		Refusal: "only a resource server hears of revoked tokens",
		Stops:   "applications that observe when users sign out",
	}
	EventsPoll = oauth.Check{
		ID: "as.events.poll", Spec: "RFC 8936 §2.2", Error: oauth.InvalidRequest,
		Meaning: "the body is a poll in JSON: maxEvents is not negative, and nothing follows",
		Refusal: "the body is not a poll of RFC 8936 in JSON",
		Stops:   "requests that two parsers understand differently",
	}
	EventsPosition = oauth.Check{
		ID: "as.events.position", Spec: "RFC 8936 §2.2", Error: oauth.InvalidRequest,
		Meaning: "position and ack are values that this server has issued: two numbers",
		Refusal: "position or ack is not one that this server gave",
		Stops:   "injection of commands into the store",
	}
)

package checks

import "quartet.example/shared/oauth"

// The feed of revoked tokens (RFC 8936).
var (
	EventsRecipient = oauth.Check{
		ID: "as.events.recipient", Spec: "RFC 8936 §3", Error: oauth.AccessDenied,
		Meaning: "the client that polls is a resource: one that may introspect tokens of others",
		Refusal: "only a resource server hears of revoked tokens",
		Stops:   "applications that watch who signs out when",
	}
	EventsPoll = oauth.Check{
		ID: "as.events.poll", Spec: "RFC 8936 §2.2", Error: oauth.InvalidRequest,
		Meaning: "the body is a poll in JSON: maxEvents is not negative, and nothing follows",
		Refusal: "the body is not a poll of RFC 8936 in JSON",
		Stops:   "requests that two parsers understand differently",
	}
	EventsPosition = oauth.Check{
		ID: "as.events.position", Spec: "RFC 8936 §2.2", Error: oauth.InvalidRequest,
		Meaning: "position and ack hold what this server gave out: two numbers",
		Refusal: "position or ack is not one that this server gave",
		Stops:   "storage commands sent by the caller",
	}
)

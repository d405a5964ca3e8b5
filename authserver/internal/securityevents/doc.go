// Package securityevents is POST /security_events: resource servers hear of access
// tokens that were revoked before they expired, within milliseconds, without access
// to our Redis. Security Event Tokens (RFC 8417) are fetched by polling (RFC 8936);
// docs/adr/0010 says why, docs/revocation.md what it costs.
//
//	a resource server polls, with its own credentials
//	└─ is there something after its position?
//	   ├─ yes: the answer, one signed SET for each, and moreAvailable
//	   └─ no: the request waits for a revocation at any replica, for at most
//	      Patience; or not at all with returnImmediately
//
// A recipient follows the feed in one of two ways:
//
//	position  each answer has one, and the next poll names it. Nothing is kept here
//	          for the recipient, and any number of its processes may follow.
//	ack       without a position it is RFC 8936 alone: what was not acknowledged comes
//	          again. What was is kept for the client, so that one process may follow.
//
// A recipient hears of tokens for its own resource, and of those of which it is not
// known for whom they are: a grant whose code is being redeemed. A resource that
// tokens can be exchanged for (RFC 8693) hears of all grants.
//
// Redis keeps a revocation for as long as any token that it is about may live: the
// token's own exp, or the longest lifetime that can be set. So a recipient that comes
// back in time, or starts anew without a position, misses nothing.
//
//	handler.go  the endpoint
//	poll.go     the question, parsed
//	pending.go  what the recipient has not taken yet
//	tail.go     one wait at Redis for all who wait here
//
// Left out: streams and their management (OpenID Shared Signals Framework), other
// events than token-revoked, push (RFC 8935).
package securityevents

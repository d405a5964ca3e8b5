// Package securityevents is POST /security_events: resource servers hear of access
// tokens that were revoked before they expired, within milliseconds, without access
// to our Redis. Security Event Tokens (RFC 8417) are fetched by polling (RFC 8936);
// docs/adr/0010 says why, docs/revocation.md what it costs.
//
//	a resource server polls, with its own credentials
//	└─ are there events after its position?
//	   ├─ yes: the answer, one signed SET for each, and moreAvailable
//	   └─ no: the request waits for a revocation at any replica, for at most
//	      Patience; or not at all with returnImmediately
//
// A recipient follows the feed in one of two ways:
//
//	position  each answer has one, and the next poll sends it. The server keeps no
//	          state for the recipient, so any number of its processes may poll.
//	ack       without a position, polling is that of RFC 8936: events that were not
//	          acknowledged are sent again. Acknowledgements are stored for each client,
//	          so only one process may poll.
//
// A recipient gets the events about tokens for its own resource, and about grants whose
// audience is not known yet because their code is being redeemed. If tokens can be
// exchanged for tokens for its resource (RFC 8693), it gets the events about all grants.
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

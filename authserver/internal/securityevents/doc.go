// Package securityevents is POST /security_events. Through it, resource servers without access to
// our Redis learn within milliseconds of access tokens that were revoked before they expired. They
// poll for Security Event Tokens (RFC 8417, RFC 8936). docs/adr/0010 gives the reasons,
// docs/revocation.md the cost.
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
// Redis keeps a revocation as long as a token that it is about can be valid: until the token's exp,
// or for the longest lifetime that can be set. So a recipient that was away for a time, or that
// starts without a position, misses nothing.
//
//	handler.go  the endpoint
//	poll.go     parses the request
//	pending.go  the events that the recipient does not have yet
//	tail.go     one wait at Redis for all polls of this process
//
// Not implemented: streams and their management (OpenID Shared Signals Framework), event types
// other than token-revoked, and push (RFC 8935).
package securityevents

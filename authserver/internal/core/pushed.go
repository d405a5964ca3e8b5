package core

import "time"

// RequestURIPrefix begins the URI of every pushed request (RFC 9126 §2.2).
const RequestURIPrefix = "urn:ietf:params:oauth:request_uri:"

// PushedRequest is an authorization request that a client pushed, after its
// checks (RFC 9126 §2). It is found by its request URI, of which only the hash is
// stored, and answered once.
type PushedRequest struct {
	Request   AuthorizationRequest `json:"request"`
	ExpiresAt time.Time            `json:"exp"` // a browser that comes later is refused
}

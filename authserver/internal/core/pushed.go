package core

import "time"

// RequestURIPrefix begins the URI of every pushed request (RFC 9126 §2.2).
const RequestURIPrefix = "urn:ietf:params:oauth:request_uri:"

// PushedRequest is a checked authorization request that a client pushed (RFC 9126 §2). It is
// stored under the hash of its request URI, and can be answered once.
type PushedRequest struct {
	Request   AuthorizationRequest `json:"request"`
	ExpiresAt time.Time            `json:"exp"` // a browser that comes later is refused
}

package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Guessing and flooding.
var (
	LoginAddress = oauth.Check{
		ID: "as.login.address", Spec: "RFC 6749 §10.10", Error: oauth.TemporarilyUnavailable,
		Meaning: "this address has not recently sent too many wrong passwords",
		Refusal: "too many attempts from this address; wait before trying again",
		Stops:   "trying one password on many accounts", Suspicious: true,
	}
	StartRate = oauth.Check{
		ID: "as.start.rate", Spec: "RFC 6585 §4", Error: oauth.TemporarilyUnavailable, Status: http.StatusTooManyRequests,
		Meaning: "requests from this address have not stored too many bytes in the last minute",
		Refusal: "too many requests from this address; wait before trying again",
		Stops:   "filling Redis with records of requests that are never finished", Suspicious: true,
	}
	RecordSize = oauth.Check{
		ID: "as.record.size", Spec: "RFC 9126 §2.3", Error: oauth.InvalidRequest, Status: http.StatusRequestEntityTooLarge,
		Meaning: "the record that the server must store for the request is at most 16 KiB",
		Refusal: "the request is too large",
		Stops:   "using the server as storage",
	}
)

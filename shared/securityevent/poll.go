package securityevent

import (
	"errors"

	"quartet.example/shared/jose"
)

// Poll is a request for SETs (RFC 8936 §2.2). Position is an addition to the RFC: it is the position
// of the last SET that the recipient has. With it, several processes with the credentials of one
// client can each read the whole feed.
type Poll struct {
	MaxEvents         *int                 `json:"maxEvents,omitempty"` // maximum number of events; nil: the transmitter decides; 0: the poll only acknowledges
	ReturnImmediately bool                 `json:"returnImmediately,omitempty"`
	Ack               []string             `json:"ack,omitempty"`     // jti of received SETs
	SetErrs           map[string]PollError `json:"setErrs,omitempty"` // jti of refused SETs -> error
	Position          string               `json:"position,omitempty"`
}

// PollError is the error of a refused SET (RFC 8936 §2.6).
type PollError struct {
	Err         string `json:"err"`
	Description string `json:"description,omitempty"`
}

// Answer is the response to a poll (RFC 8936 §2.3). Position is for the next poll.
type Answer struct {
	Sets          map[string]string `json:"sets"` // jti -> SET
	MoreAvailable bool              `json:"moreAvailable,omitempty"`
	Position      string            `json:"position,omitempty"`
}

// PollErrorOf returns the error for the transmitter of a SET that the Kind refused (RFC 8936 §2.4,
// RFC 8935 §2.4).
func PollErrorOf(err error) PollError {
	for _, one := range []struct {
		code  string
		rules []error
	}{
		{"invalid_key", []error{jose.ErrAlgorithm, jose.ErrKey, jose.ErrNoKeys, jose.ErrSignature}},
		{"invalid_issuer", []error{jose.ErrIssuer}},
		{"invalid_audience", []error{jose.ErrAudience}},
	} {
		for _, rule := range one.rules {
			if errors.Is(err, rule) {
				return PollError{Err: one.code, Description: rule.Error()}
			}
		}
	}
	return PollError{Err: "invalid_request", Description: "not a security event token"}
}

package securityevent

import (
	"errors"

	"quartet.example/shared/jose"
)

// Poll asks for SETs (RFC 8936 §2.2). Position is ours, not the RFC's: it says up
// to where the recipient has come, so that several processes with the credentials
// of one client can each follow the whole feed.
type Poll struct {
	MaxEvents         *int                 `json:"maxEvents,omitempty"` // nil: as many as the transmitter likes; 0: none, this is an acknowledgement
	ReturnImmediately bool                 `json:"returnImmediately,omitempty"`
	Ack               []string             `json:"ack,omitempty"`     // jti of SETs that were taken
	SetErrs           map[string]PollError `json:"setErrs,omitempty"` // jti of SETs that were not, and why
	Position          string               `json:"position,omitempty"`
}

// PollError says what was wrong with a SET (RFC 8936 §2.6).
type PollError struct {
	Err         string `json:"err"`
	Description string `json:"description,omitempty"`
}

// Answer gives SETs (RFC 8936 §2.3). Position is what the next poll names.
type Answer struct {
	Sets          map[string]string `json:"sets"` // by jti
	MoreAvailable bool              `json:"moreAvailable,omitempty"`
	Position      string            `json:"position,omitempty"`
}

// PollErrorOf returns what a transmitter is told of a SET that its Kind refused (RFC 8936
// §2.4, RFC 8935 §2.4).
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

package walk

import (
	"fmt"

	"quartet.example/inspector/flow"
)

// Refused is the error of a walk in which the server did not do what the flow needs.
type Refused struct { //nolint:errname // the name says what it is in a walk
	Hop  *flow.Hop // the message
	Code string    // the error code of the protocol, "" if there is none
	Why  string    // error_description, or else what was expected
}

// Error implements error.
func (r *Refused) Error() string {
	text := fmt.Sprintf("%s %s answers %d", r.Hop.Method, r.Hop.URL, r.Hop.Status)
	if r.Code != "" {
		text += " " + r.Code
	}
	if failed := r.Hop.Failures(); len(failed) > 0 {
		text += ", refused by " + failed[0].ID
	}
	if r.Why != "" {
		text += ": " + r.Why
	}
	return text
}

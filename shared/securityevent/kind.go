package securityevent

import (
	"quartet.example/shared/jose"
)

// maxLength is the maximum length of a SET, in bytes.
const maxLength = 8 << 10

// Rules are the settings for accepting SETs; all fields are required.
type Rules struct {
	Issuer     string
	Audience   string   // client_id of the recipient
	Algorithms []string // accepted alg values, asymmetric ones
	Keys       jose.Keys
}

// Kind returns the requirements for a SET (RFC 8417 §2.2, §4). The payload is a *Claims. Times are
// not compared with the clock, because a SET reports a past event and does not expire.
func (r Rules) Kind() jose.Kind {
	return jose.Kind{
		Name:       "security event token",
		MaxBytes:   maxLength,
		Types:      []string{Type}, // RFC 8417 §2.3
		Algorithms: r.Algorithms,
		Keys:       r.Keys,
		Issuer:     r.Issuer,
		Audience:   []string{r.Audience},
		Required:   []string{"jti", "events"},
		Timeless:   true,
	}
}

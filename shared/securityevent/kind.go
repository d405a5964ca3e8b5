package securityevent

import (
	"quartet.example/shared/jose"
)

// maxLength bounds a SET, in bytes.
const maxLength = 8 << 10

// Rules say which SETs are accepted; all are required.
type Rules struct {
	Issuer     string
	Audience   string   // us, at the issuer: our client_id
	Algorithms []string // accepted alg values, asymmetric ones
	Keys       jose.Keys
}

// Kind declares what a SET must have (RFC 8417 §2.2, §4). Its payload is a *Claims. The clock
// is not asked: a SET tells of the past, and does not expire.
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

package accesstoken

import (
	"time"

	"quartet.example/shared/jose"
)

// MaxLength is the maximum length of an access token, in bytes.
const MaxLength = 8 << 10

// Rules are the settings for accepting access tokens. All fields except Audience and Skew are
// required.
type Rules struct {
	Issuer     string           // compared octet by octet
	Audience   string           // own resource identifier; "" accepts any audience (for the issuer itself)
	Algorithms []string         // accepted alg values, for example ES256
	Keys       jose.Keys        // keys of the issuer
	Now        func() time.Time // the clock
	Skew       time.Duration    // tolerance for exp, nbf and iat, at most a minute
}

// Kind returns the requirements for an access token (RFC 9068 §4, RFC 8725 §3). The payload is a
// *Claims.
func (r Rules) Kind() jose.Kind {
	kind := jose.Kind{
		Name:       "access token",
		MaxBytes:   MaxLength,
		Types:      []string{Type}, // RFC 9068 §4
		Algorithms: r.Algorithms,
		Keys:       r.Keys,
		Issuer:     r.Issuer,
		Required:   []string{"iss", "sub", "aud", "client_id", "exp", "iat", "jti"}, // RFC 9068 §2.2
		Now:        r.Now,
		Skew:       r.Skew,
	}
	if r.Audience != "" {
		kind.Audience = []string{r.Audience}
	}
	return kind
}

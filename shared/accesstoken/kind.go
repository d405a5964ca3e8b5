package accesstoken

import (
	"time"

	"quartet.example/shared/jose"
)

// MaxLength bounds access tokens, in bytes.
const MaxLength = 8 << 10

// Rules say which access tokens are accepted. All but Audience and Skew are required.
type Rules struct {
	Issuer     string           // compared octet by octet
	Audience   string           // own resource identifier; "" accepts any (for the issuer itself)
	Algorithms []string         // accepted alg values, for example ES256
	Keys       jose.Keys        // those of the issuer
	Now        func() time.Time // the clock
	Skew       time.Duration    // for exp, nbf and iat, at most a minute
}

// Kind declares what an access token must have (RFC 9068 §4, RFC 8725 §3). Its payload is
// a *Claims.
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

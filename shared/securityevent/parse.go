package securityevent

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/oauth"
)

// What may be wrong with a SET, as RFC 8936 §2.6 names it to the transmitter.
var (
	ErrMalformed = errors.New("not a security event token")               // invalid_request
	ErrKey       = errors.New("no key of the issuer verifies it")         // invalid_key
	ErrIssuer    = errors.New("it is of another issuer")                  // invalid_issuer
	ErrAudience  = errors.New("it is addressed to somebody else")         // invalid_audience
	errType      = fmt.Errorf("%w: typ is another", ErrMalformed)         // RFC 8417 §2.3
	errCritical  = fmt.Errorf("%w: crit is there", ErrMalformed)          // RFC 7515 §4.1.11
	errNoID      = fmt.Errorf("%w: jti is missing", ErrMalformed)         // RFC 8417 §2.2
	errDates     = fmt.Errorf("%w: a date is out of range", ErrMalformed) // RFC 7519 §2
	errNoEvents  = fmt.Errorf("%w: events is empty", ErrMalformed)        // RFC 8417 §2.2
)

// maxLength bounds a SET, in bytes.
const maxLength = 8 << 10

// Rules say which SETs are believed; all are required.
type Rules struct {
	Issuer   string
	Audience string      // us, at the issuer: our client_id
	Methods  []string    // accepted alg values, asymmetric ones
	Keys     jwt.Keyfunc // finds the key by kid
}

// Parse verifies a SET and gives its claims, or an error with one of the sentinels
// above. Time is not judged: a SET tells of the past, and does not expire.
func (r Rules) Parse(raw string) (*Claims, error) {
	if len(raw) > maxLength || strings.Count(raw, ".") != 2 {
		return nil, ErrMalformed
	}
	claims := &Claims{}
	parser := jwt.NewParser(jwt.WithValidMethods(r.Methods), jwt.WithoutClaimsValidation(), jwt.WithStrictDecoding())
	if _, err := parser.ParseWithClaims(raw, claims, r.key); err != nil {
		return nil, classify(err)
	}
	return claims, r.judge(claims)
}

// key applies the rules about the header before it looks for the key.
func (r Rules) key(t *jwt.Token) (any, error) {
	if _, has := t.Header["crit"]; has {
		return nil, errCritical
	}
	typ, _ := t.Header["typ"].(string)
	if !strings.EqualFold(typ, Type) && !strings.EqualFold(typ, "application/"+Type) {
		return nil, errType
	}
	key, err := r.Keys(t)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return key, nil
}

func (r Rules) judge(c *Claims) error {
	switch {
	case c.Issuer != r.Issuer:
		return ErrIssuer
	case !slices.Contains(c.Audience, r.Audience):
		return ErrAudience
	case c.ID == "":
		return errNoID
	case !oauth.AreDates(c.IssuedAt, c.ExpiresAt, c.NotBefore):
		return errDates
	case len(c.Events) == 0:
		return errNoEvents
	}
	return nil
}

// classify finds what jwt says in our words.
func classify(err error) error {
	for _, ours := range []error{ErrMalformed, ErrKey} {
		if errors.Is(err, ours) {
			return err
		}
	}
	if errors.Is(err, jwt.ErrTokenSignatureInvalid) {
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	return fmt.Errorf("%w: %w", ErrMalformed, err)
}

package accesstoken

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The rules of RFC 9068 §4 and RFC 8725 §3, in the order in which Parse applies
// them. Exactly one of these is in the chain of every error that Parse returns.
var (
	ErrMalformed = errors.New("not a JWT in compact form") // RFC 7515 §7.1
	ErrAlgorithm = errors.New("algorithm is not allowed")  // RFC 8725 §3.1, RFC 9068 §4: never none
	ErrType      = errors.New("typ is not at+jwt")         // RFC 9068 §4
	ErrCritical  = errors.New("crit names an extension")   // RFC 7515 §4.1.11
	ErrKey       = errors.New("key is not known")          // RFC 7517 §4.5
	ErrSignature = errors.New("signature does not verify") // RFC 9068 §4
	ErrIssuer    = errors.New("issuer is another")         // RFC 9068 §4, RFC 8725 §3.8
	ErrAudience  = errors.New("audience is another")       // RFC 9068 §4, RFC 8725 §3.9
	ErrExpired   = errors.New("token is not valid now")    // RFC 9068 §4, RFC 7519 §4.1.4, §4.1.5
	ErrClaims    = errors.New("a required claim is missing or malformed")
)

// MaxLength bounds the tokens that Parse looks at, in bytes.
const MaxLength = 8 << 10

// Parser verifies access tokens. Make it once with NewParser: it is safe for
// concurrent use and costs nothing to keep.
type Parser struct {
	issuer   string
	audience string
	methods  []string
	keys     jwt.Keyfunc
	jwt      *jwt.Parser
}

// Rules say which tokens a Parser accepts. Issuer, Methods, Keys and Now are required.
type Rules struct {
	Issuer   string           // compared octet by octet
	Audience string           // own resource identifier; "" accepts any (for the issuer itself)
	Methods  []string         // accepted alg values, for example ES256
	Keys     jwt.Keyfunc      // finds the key by kid; an error means ErrKey
	Now      func() time.Time // the clock
	Leeway   time.Duration    // for exp, nbf and iat, at most a minute
}

// NewParser makes a Parser of the rules.
func NewParser(r Rules) *Parser {
	return &Parser{
		issuer: r.Issuer, audience: r.Audience, methods: r.Methods, keys: r.Keys,
		jwt: jwt.NewParser(
			jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
			jwt.WithLeeway(r.Leeway), jwt.WithTimeFunc(r.Now), jwt.WithStrictDecoding(),
		),
	}
}

// Parse verifies one token and returns its claims, or an error with the
// sentinel of the first rule that it breaks. The error never holds the token.
func (p *Parser) Parse(raw string) (*Claims, error) {
	if len(raw) > MaxLength || strings.Count(raw, ".") != 2 {
		return nil, ErrMalformed
	}
	claims := &Claims{}
	_, err := p.jwt.ParseWithClaims(raw, claims, p.key)
	if err != nil && !errors.Is(err, jwt.ErrTokenInvalidClaims) {
		return nil, sentinel(err)
	}
	if rule := p.judge(claims, err); rule != nil {
		return nil, rule
	}
	return claims, nil
}

// key applies the rules about the header before it looks for the key.
func (p *Parser) key(t *jwt.Token) (any, error) {
	if !slices.Contains(p.methods, t.Method.Alg()) {
		return nil, ErrAlgorithm
	}
	if _, has := t.Header["crit"]; has { // RFC 7515 §4.1.11: we understand no extension
		return nil, ErrCritical
	}
	if typ, _ := t.Header["typ"].(string); !isAccessTokenType(typ) {
		return nil, ErrType
	}
	key, err := p.keys(t)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return key, nil
}

// isAccessTokenType accepts at+jwt and application/at+jwt; media types compare
// without regard to case (RFC 9068 §4, RFC 7515 §4.1.9).
func isAccessTokenType(typ string) bool {
	return strings.EqualFold(typ, Type) || strings.EqualFold(typ, "application/"+Type)
}

// judge applies the rules about the claims; invalid is what jwt said of the times.
func (p *Parser) judge(c *Claims, invalid error) error {
	switch {
	case c.Issuer != p.issuer:
		return ErrIssuer
	case p.audience != "" && !slices.Contains(c.Audience, p.audience):
		return ErrAudience
	case invalid != nil && c.ExpiresAt == nil:
		return cmp.Or(c.complete(), ErrClaims)
	case invalid != nil || !c.DatesInRange():
		return ErrExpired
	}
	return c.complete()
}

// sentinel maps what the jwt library says to the rule that was broken.
func sentinel(err error) error {
	for _, rule := range []error{ErrAlgorithm, ErrCritical, ErrType, ErrKey} {
		if errors.Is(err, rule) {
			return err
		}
	}
	switch {
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return ErrSignature
	case errors.Is(err, jwt.ErrTokenUnverifiable): // an alg that the library does not know
		return ErrAlgorithm
	}
	return ErrMalformed
}

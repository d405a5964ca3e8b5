package assertion

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// maxSize bounds an assertion, in bytes.
const maxSize = 8 << 10

// Assertion is what a JWT says of itself. Nothing of it is true yet.
type Assertion struct {
	ClientID string           // sub
	Method   oauth.AuthMethod // as the algorithm tells

	raw    string
	header map[string]any
}

var (
	errType = errors.New("client_assertion_type is missing or unknown")
	errForm = errors.New("client_assertion is not a JWT with a subject, or too long")
)

// Read takes a JWT apart. Its errors go to the log.
func Read(assertionType, raw string) (Assertion, error) {
	if assertionType != oauth.ClientAssertionType {
		return Assertion{}, errType
	}
	if len(raw) > maxSize {
		return Assertion{}, errForm
	}
	var c claims
	token, _, err := jwt.NewParser(jwt.WithStrictDecoding()).ParseUnverified(raw, &c)
	if err != nil || c.Subject == "" {
		return Assertion{}, errForm
	}
	a := Assertion{ClientID: c.Subject, Method: oauth.PrivateKeyJWT, raw: raw, header: token.Header}
	if strings.HasPrefix(a.text("alg"), "HS") {
		a.Method = oauth.ClientSecretJWT
	}
	return a, nil
}

// text is a member of the header, "" if it is missing or no string.
func (a Assertion) text(name string) string {
	value, _ := a.header[name].(string)
	return value
}

// claims are those that RFC 7523 §3 knows.
type claims struct {
	Issuer    string           `json:"iss"`
	Subject   string           `json:"sub"`
	Audience  json.RawMessage  `json:"aud"`
	ExpiresAt *jwt.NumericDate `json:"exp"`
	NotBefore *jwt.NumericDate `json:"nbf"`
	IssuedAt  *jwt.NumericDate `json:"iat"`
	ID        string           `json:"jti"`
}

// isFor tells whether the audience is one of these names, or a list of nothing
// else (RFC 7519 §4.1.3). A list that also names another server is refused: that
// server could present the assertion here. The form core.AudienceString allows no
// list (FAPI 2.0 §5.3.2.1).
func (c *claims) isFor(names []string, form string) bool {
	var audience string
	if json.Unmarshal(c.Audience, &audience) == nil {
		return slices.Contains(names, audience)
	}
	var list []string
	if form == core.AudienceString || json.Unmarshal(c.Audience, &list) != nil || len(list) == 0 {
		return false
	}
	return !slices.ContainsFunc(list, func(one string) bool { return !slices.Contains(names, one) })
}

// The library asks for these; the rules here are our own, in verify.go.

func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) { return c.ExpiresAt, nil }
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error)       { return c.IssuedAt, nil }
func (c *claims) GetNotBefore() (*jwt.NumericDate, error)      { return c.NotBefore, nil }
func (c *claims) GetIssuer() (string, error)                   { return c.Issuer, nil }
func (c *claims) GetSubject() (string, error)                  { return c.Subject, nil }
func (c *claims) GetAudience() (jwt.ClaimStrings, error)       { return nil, nil }

package introspection

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/oauth"
)

// answerType is the typ header of a signed answer (RFC 9701 §5).
const answerType = "token-introspection+jwt"

var (
	errType     = errors.New("typ is not " + answerType)
	errCritical = errors.New("crit names an extension")
	errNothing  = errors.New("token_introspection is missing")
)

// signedAnswer is the payload (RFC 9701 §5). The times of the token are inside of
// token_introspection; those of the answer itself are beside it.
type signedAnswer struct {
	jwt.RegisteredClaims
	TokenIntrospection json.RawMessage `json:"token_introspection"`
}

// open gives what a signed answer holds.
func (i *Introspector) open(ctx context.Context, raw string) (json.RawMessage, error) {
	var said signedAnswer
	parser := jwt.NewParser(jwt.WithValidMethods(bearer.Algorithms()), jwt.WithoutClaimsValidation(), jwt.WithStrictDecoding())
	_, err := parser.ParseWithClaims(raw, &said, i.key)
	if err == nil && said.TokenIntrospection == nil {
		err = errNothing
	}
	if err := Signed.RequireNil(ctx, err); err != nil {
		return nil, err
	}
	return said.TokenIntrospection, Addressed.Require(ctx, i.ours(&said))
}

// ours tells whether the answer is of our issuer, for us, and of now.
func (i *Introspector) ours(a *signedAnswer) bool {
	if a.Issuer != i.cfg.Issuer || !slices.Contains(a.Audience, i.cfg.ClientID) || a.IssuedAt == nil || !oauth.AreDates(a.IssuedAt, a.ExpiresAt, a.NotBefore) {
		return false
	}
	now, skew := i.cfg.Now(), i.cfg.ClockSkew
	age := now.Sub(a.IssuedAt.Time)
	return age <= skew && age >= -skew && (a.ExpiresAt == nil || now.Before(a.ExpiresAt.Add(skew))) &&
		(a.NotBefore == nil || !now.Before(a.NotBefore.Add(-skew)))
}

// key applies the rules about the header before it looks for the key.
func (i *Introspector) key(t *jwt.Token) (any, error) {
	if _, has := t.Header["crit"]; has { // RFC 7515 §4.1.11
		return nil, errCritical
	}
	typ, _ := t.Header["typ"].(string)
	if !strings.EqualFold(typ, answerType) && !strings.EqualFold(typ, "application/"+answerType) {
		return nil, errType
	}
	return i.keys.Find(t)
}

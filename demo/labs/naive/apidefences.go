package naive

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// defend makes the checks of an API that are among the defences, in the order of RFC 9068 §4.
func (a *API) defend(r *http.Request, raw string) error {
	if len(a.Defences) == 0 {
		return nil
	}
	ctx, claims := r.Context(), jwt.MapClaims{} // a map distinguishes names that differ in case
	token, _, err := jwt.NewParser().ParseUnverified(raw, claims)
	if err != nil {
		return err
	}
	for _, rule := range append(a.rules(ctx, token, claims), a.holderRules(r, token, claims)...) {
		if !a.Defences.Has(rule.id) {
			continue
		}
		if err := a.Defences.require(ctx, rule.id, rule.holds()); err != nil {
			return err
		}
	}
	return nil
}

// rule is a check of a token.
type rule struct {
	id    string
	holds func() bool
}

func (a *API) rules(ctx context.Context, t *jwt.Token, claims jwt.MapClaims) []rule {
	return []rule{
		{"rs.token.format", func() bool { return isStrict(t.Raw) }},
		{"rs.jwt.iss", func() bool { return claims["iss"] == a.Issuer }},
		{"rs.jwt.alg_allow", func() bool { return t.Method.Alg() == "ES256" }},
		{"rs.jwt.typ", func() bool { return t.Header["typ"] == accesstoken.Type }},
		{"rs.jwt.kid_known", func() bool { _, err := a.keyOf(ctx, t); return err == nil }},
		{"rs.jwt.sig", func() bool { return a.isSigned(ctx, t.Raw) }},
		{"rs.aud", func() bool { aud, _ := claims.GetAudience(); return slices.Contains(aud, a.Audience) }},
		{"rs.jwt.exp", func() bool { exp, _ := claims.GetExpirationTime(); return exp != nil && a.Now().Before(exp.Time) }},
		{"rs.jwt.claims", func() bool { return hasAll(claims, "iss", "sub", "aud", "client_id", "exp", "iat", "jti") }}, // RFC 9068 §2.2
		{"rs.token.revoked", func() bool { return !a.isRevoked(ctx, claims) }},
		{"rs.token.active", func() bool { return a.isActive(ctx, t.Raw) }},
		{"rs.user", func() bool { return claims["client_id"] != claims["sub"] }},
	}
}

// isStrict reports whether a strict parser reads the token: one that refuses two members with one name.
func isStrict(raw string) bool {
	_, err := jose.Read(raw, accesstoken.MaxLength, &accesstoken.Claims{})
	return err == nil
}

var errOtherAlgorithm = errors.New("the key is not for this algorithm")

// keyOf returns the key of the issuer that kid names, for the algorithm of the token.
func (a *API) keyOf(ctx context.Context, t *jwt.Token) (any, error) {
	kid, _ := t.Header["kid"].(string)
	key, err := a.published(ctx, kid)
	if err == nil && !key.Verifies(t.Method.Alg()) {
		err = errOtherAlgorithm
	}
	return key.Public, err
}

func (a *API) isSigned(ctx context.Context, raw string) bool {
	_, err := jwt.NewParser(jwt.WithoutClaimsValidation()).Parse(raw, func(t *jwt.Token) (any, error) { return a.keyOf(ctx, t) })
	return err == nil
}

func hasAll(claims jwt.MapClaims, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return claims[name] == nil })
}

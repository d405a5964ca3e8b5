package bearer

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

// retryAfter is what callers are told while the keys are not known.
const retryAfter = time.Second

// rules ties what accesstoken.Parse refuses to the checks, in its order.
var rules = [...]struct {
	broken error
	check  *oauth.Check
}{
	{accesstoken.ErrMalformed, &TokenFormat},
	{accesstoken.ErrAlgorithm, &JWTAlgorithm},
	{accesstoken.ErrCritical, &JWTCritical},
	{accesstoken.ErrType, &JWTType},
	{accesstoken.ErrKey, &JWTKey},
	{accesstoken.ErrSignature, &JWTSignature},
	{accesstoken.ErrIssuer, &JWTIssuer},
	{accesstoken.ErrAudience, &Audience},
	{accesstoken.ErrExpired, &JWTExpiry},
	{accesstoken.ErrClaims, &JWTClaims},
}

// Authorize returns the token of the request if it is valid and covers every
// scope token, else an *oauth.Error that knows its status and challenge. The
// middleware calls it; call it yourself where the scope depends on the request.
func (v *Validator) Authorize(r *http.Request, scope ...string) (*Token, error) {
	raw, err := credentials(r)
	if err != nil {
		return nil, v.challenged(err)
	}
	token, err := v.verify(r.Context(), raw)
	if err == nil {
		err = v.unrevoked(r.Context(), token)
	}
	if err != nil {
		return nil, v.challenged(err)
	}
	if err := Scope.Require(r.Context(), oauth.Scope(scope).Within(token.Scope)); err != nil {
		return nil, v.challenged(err, scope...)
	}
	return token, nil
}

// verify is RFC 9068 §4, or the memory of having done it.
func (v *Validator) verify(ctx context.Context, raw string) (*Token, error) {
	if v.cfg.IntrospectAll || v.cfg.Introspection != nil && strings.Count(raw, ".") != 2 {
		return v.introspect(ctx, raw)
	}
	key := keyOf(raw)
	if token := v.cache.get(key); token != nil {
		return token, judge(ctx, v.stillValid(token))
	}
	if err := v.keys.ready(); err != nil {
		return nil, oauth.TemporarilyUnavailable.With("the keys of the authorization server are not known yet").Because(err).After(retryAfter)
	}
	generation := v.cache.generation()
	claims, err := v.parser.Parse(raw)
	if err := judge(ctx, err); err != nil {
		return nil, err
	}
	token := NewToken(claims)
	v.cache.put(key, token, generation)
	return token, nil
}

// stillValid is what a verified token must prove again: issuer, audience and
// signature cannot have changed, the time has.
func (v *Validator) stillValid(t *Token) error {
	if v.cfg.Now().Before(t.Claims.ExpiresAt.Add(v.cfg.ClockSkew)) {
		return nil
	}
	return accesstoken.ErrExpired
}

// judge reports each rule that passed and the one that did not.
func judge(ctx context.Context, err error) error {
	for i := range rules {
		if err != nil && errors.Is(err, rules[i].broken) {
			return rules[i].check.Fail(ctx, err)
		}
		_ = rules[i].check.Require(ctx, true)
	}
	return err // nil: Parse breaks no other rule
}

// challenged adds WWW-Authenticate to a refusal.
func (v *Validator) challenged(err error, scope ...string) error {
	var refused *oauth.Error
	if errors.As(err, &refused) && refused.Code != oauth.TemporarilyUnavailable {
		refused.Challenge = v.challenge(refused, strings.Join(scope, " "))
	}
	return err
}

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

const (
	logoutEvent    = "http://schemas.openid.net/event/backchannel-logout" // §2.4
	logoutLifetime = time.Hour                                            // at most; §4 recommends two minutes
)

// logoutToken is the payload of a logout token (OIDC Back-Channel Logout §2.4).
type logoutToken struct {
	jose.Claims
	SID    string                     `json:"sid"`
	Nonce  json.RawMessage            `json:"nonce"`
	Events map[string]json.RawMessage `json:"events"`
}

// logoutRules are in the order in which package jose applies them.
var logoutRules = []oauth.Rule{
	checks.LogoutAlg.FailsOn(jose.ErrAlgorithm),
	checks.LogoutTyp.FailsOn(jose.ErrType),
	checks.LogoutSig.FailsOn(jose.ErrKey, jose.ErrSignature),
	checks.LogoutIss.FailsOn(jose.ErrIssuer),
	checks.LogoutAud.FailsOn(jose.ErrAudience),
	checks.LogoutExp.FailsOn(jose.ErrTime, jose.ErrClaims),
}

// LogoutToken validates a logout token with the keys of the server that its iss names.
func (s *Servers) LogoutToken(ctx context.Context, raw string) (core.LogoutToken, error) {
	var claims struct {
		Issuer string `json:"iss"`
	}
	_ = jose.Peek(raw, maxToken, &claims) // what is no JWT names no issuer
	p, ok := s.Find(claims.Issuer)
	if !ok {
		return core.LogoutToken{}, checks.LogoutIss.Fail(ctx, nil)
	}
	return p.LogoutToken(ctx, raw)
}

// LogoutToken validates a logout token (OIDC Back-Channel Logout §2.6). Errors:
// the check that refused, or core.ErrServerAway if the keys cannot be fetched. The caller must
// check whether the token was used before.
func (p *Provider) LogoutToken(ctx context.Context, raw string) (core.LogoutToken, error) {
	s, err := p.snapshot(ctx)
	if err != nil {
		return core.LogoutToken{}, err
	}
	var token logoutToken
	_, err = s.keys.verify(ctx, p.logoutKind(s), raw, &token)
	switch {
	case errors.Is(err, core.ErrServerAway):
		return core.LogoutToken{}, err
	case errors.Is(err, jose.ErrMalformed), errors.Is(err, jose.ErrCritical): // the checks of alg and typ were not evaluated
		return core.LogoutToken{}, checks.LogoutSig.Fail(ctx, err)
	}
	if err := oauth.Decided(ctx, err, logoutRules); err != nil {
		return core.LogoutToken{}, err
	}
	for _, rule := range []struct {
		check *oauth.Check
		holds bool
	}{
		{&checks.LogoutAud, p.trustsAll(token.Audience)},
		{&checks.LogoutExp, token.ExpiresAt.Sub(token.IssuedAt.Time) <= logoutLifetime},
		{&checks.LogoutSubject, token.ID != "" && (token.SID != "" || token.Subject != "")}, // step 5
		{&checks.LogoutEvent, isObject(token.Events[logoutEvent])},                          // step 6
		{&checks.LogoutNonce, token.Nonce == nil},                                           // step 7
	} {
		if err := rule.check.Require(ctx, rule.holds); err != nil {
			return core.LogoutToken{}, err
		}
	}
	return core.LogoutToken{
		Issuer: token.Issuer, ID: token.ID, Subject: token.Subject, SID: token.SID,
		Issued: token.IssuedAt.Time, Expires: token.ExpiresAt.Add(p.Skew),
	}, nil
}

func isObject(member json.RawMessage) bool { return strings.HasPrefix(string(member), "{") }

package provider

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

const (
	logoutEvent    = "http://schemas.openid.net/event/backchannel-logout" // §2.4
	logoutLifetime = time.Hour                                            // at most; §4 recommends two minutes
)

// logoutClaims are those that oidc.IDToken does not have as fields.
type logoutClaims struct {
	ID     string                     `json:"jti"`
	SID    string                     `json:"sid"`
	Nonce  json.RawMessage            `json:"nonce"`
	Events map[string]json.RawMessage `json:"events"`
}

// LogoutToken has a logout token validated by the server that it claims to be of,
// with that server's keys.
func (s *Servers) LogoutToken(ctx context.Context, raw string) (core.LogoutToken, error) {
	var claims struct {
		Issuer string `json:"iss"`
	}
	part(raw, 1, &claims)
	p, ok := s.Find(claims.Issuer)
	if !ok {
		return core.LogoutToken{}, checks.LogoutIss.Fail(ctx, nil)
	}
	return p.LogoutToken(ctx, raw)
}

// LogoutToken validates a logout token (OIDC Back-Channel Logout §2.6). Errors:
// the check that refused, or core.ErrServerAway if the keys cannot be had. Whether
// it was used before is for the caller to know.
func (p *Provider) LogoutToken(ctx context.Context, raw string) (core.LogoutToken, error) {
	var header struct {
		Type string `json:"typ"`
		Alg  string `json:"alg"`
	}
	part(raw, 0, &header)
	if err := checks.LogoutTyp.Require(ctx, isLogoutType(header.Type)); err != nil {
		return core.LogoutToken{}, err
	}
	s, err := p.snapshot(ctx)
	if err != nil {
		return core.LogoutToken{}, err
	}
	if err := checks.LogoutAlg.Require(ctx, slices.Contains(p.algorithms(s), header.Alg)); err != nil { // step 3
		return core.LogoutToken{}, err
	}
	token, away, err := p.signed(ctx, s, raw) // step 2
	if away != nil {
		return core.LogoutToken{}, away
	}
	var c logoutClaims
	if err == nil {
		err = token.Claims(&c)
	}
	if err := checks.LogoutSig.RequireNil(ctx, err); err != nil {
		return core.LogoutToken{}, err
	}
	if err := p.checkLogout(ctx, token, c); err != nil {
		return core.LogoutToken{}, err
	}
	return core.LogoutToken{
		Issuer: token.Issuer, ID: c.ID, Subject: token.Subject, SID: c.SID, Issued: token.IssuedAt, Expires: token.Expiry.Add(p.Skew),
	}, nil
}

// checkLogout is §2.6, steps 4 to 7.
func (p *Provider) checkLogout(ctx context.Context, token *oidc.IDToken, c logoutClaims) error {
	for _, rule := range []struct {
		check *oauth.Check
		holds bool
	}{
		{&checks.LogoutIss, token.Issuer == p.Issuer},
		{&checks.LogoutAud, slices.Contains(token.Audience, p.ClientID) && p.trustsAll(token.Audience)},
		{&checks.LogoutExp, p.isCurrent(token) && token.Expiry.Sub(token.IssuedAt) <= logoutLifetime},
		{&checks.LogoutSubject, c.ID != "" && (c.SID != "" || token.Subject != "")},
		{&checks.LogoutEvent, isObject(c.Events[logoutEvent])},
		{&checks.LogoutNonce, c.Nonce == nil},
	} {
		if err := rule.check.Require(ctx, rule.holds); err != nil {
			return err
		}
	}
	return nil
}

func isObject(member json.RawMessage) bool { return strings.HasPrefix(string(member), "{") }

// isLogoutType takes logout+jwt, and JWT or none for issuers that do not type
// their logout tokens (§2.4). Media types know no case (RFC 7515 §4.1.9).
func isLogoutType(typ string) bool {
	typ = strings.TrimPrefix(strings.ToLower(typ), "application/")
	return typ == "logout+jwt" || typ == "jwt" || typ == ""
}

// part decodes one part of a JWT that is not verified yet. Something that is no
// JWT leaves v as it is, and fails at its signature.
func part(raw string, n int, v any) {
	parts := strings.SplitN(raw, ".", n+2)
	if len(parts) <= n {
		return
	}
	if plain, err := base64.RawURLEncoding.DecodeString(parts[n]); err == nil {
		_ = json.Unmarshal(plain, v)
	}
}

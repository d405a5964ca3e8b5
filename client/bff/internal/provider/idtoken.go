package provider

import (
	"context"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// claims are those that oidc.IDToken does not have as fields.
type claims struct {
	AuthorizedParty string `json:"azp"`
	Name            string `json:"name"`
	Preferred       string `json:"preferred_username"`
	SID             string `json:"sid"`
	ACR             string `json:"acr"`
	AuthTime        int64  `json:"auth_time"`
}

// identify validates the ID token of a login and asks UserInfo for the name.
func (p *Provider) identify(ctx context.Context, s *snapshot, tokens core.TokenSet, login core.PendingLogin) (core.User, error) {
	if err := checks.IDTokenPresent.Require(ctx, tokens.IDToken != ""); err != nil {
		return core.User{}, err
	}
	token, user, err := p.validate(ctx, s, tokens)
	if err != nil {
		return core.User{}, err
	}
	if err := checks.NonceMatch.Require(ctx, oauth.Equal(login.Nonce, token.Nonce)); err != nil { // §3.1.3.7 step 11
		return core.User{}, err
	}
	if err := p.requireAuthentication(ctx, token, login); err != nil { // steps 12 and 13
		return core.User{}, err
	}
	err = p.nameFromUserinfo(ctx, s.metadata, tokens, &user)
	return user, err
}

// sameUser validates the ID token of a refresh (OIDC Core §12.2).
func (p *Provider) sameUser(ctx context.Context, s *snapshot, tokens core.TokenSet, was core.User) error {
	_, user, err := p.validate(ctx, s, tokens)
	if err != nil {
		return err
	}
	return checks.IDTokenSub.Require(ctx, user.Subject == was.Subject && user.Issuer == was.Issuer)
}

// validate is OIDC Core §3.1.3.7, step by step. The library checks the
// signature; the rest is here, so that each rule has its name.
func (p *Provider) validate(ctx context.Context, s *snapshot, tokens core.TokenSet) (*oidc.IDToken, core.User, error) {
	token, err := p.verifySignature(ctx, s, tokens.IDToken)
	if err != nil {
		return nil, core.User{}, err
	}
	var c claims
	if err := checks.IDTokenSig.RequireNil(ctx, token.Claims(&c)); err != nil {
		return nil, core.User{}, err
	}
	for _, rule := range []struct {
		check *oauth.Check
		holds bool
	}{
		{&checks.IDTokenIss, token.Issuer == p.Issuer},                                 // step 2
		{&checks.IDTokenAud, slices.Contains(token.Audience, p.ClientID)},              // step 3
		{&checks.IDTokenAudiences, p.trustsAll(token.Audience)},                        // step 3
		{&checks.IDTokenAzp, p.isAuthorizedParty(c.AuthorizedParty, token)},            // steps 4 and 5
		{&checks.IDTokenExp, p.isCurrent(token)},                                       // steps 9 and 10
		{&checks.IDTokenSub, token.Subject != "" && len(token.Subject) <= 255},         // §2
		{&checks.IDTokenAtHash, token.AccessTokenHash == "" || hasHash(token, tokens)}, // §3.1.3.8
	} {
		if err := rule.check.Require(ctx, rule.holds); err != nil {
			return nil, core.User{}, err
		}
	}
	name := c.Name
	if name == "" {
		name = c.Preferred
	}
	return token, core.User{Issuer: token.Issuer, Subject: token.Subject, Name: name, SID: c.SID, AuthTime: c.AuthTime}, nil
}

// trustsAll tells whether every audience is this client or one that the settings trust.
func (p *Provider) trustsAll(audience []string) bool {
	return !slices.ContainsFunc(audience, func(one string) bool {
		return one != p.ClientID && !slices.Contains(p.Audiences, one)
	})
}

func (p *Provider) verifySignature(ctx context.Context, s *snapshot, raw string) (*oidc.IDToken, error) {
	token, away, err := p.signed(ctx, s, raw)
	if away != nil {
		return nil, away
	}
	return token, checks.IDTokenSig.RequireNil(ctx, err)
}

func (p *Provider) isAuthorizedParty(azp string, token *oidc.IDToken) bool {
	if azp == "" {
		return len(token.Audience) == 1
	}
	return azp == p.ClientID
}

// isCurrent tells whether exp lies ahead and iat, which must be there, and nbf do
// not (RFC 7519 §4.1.4 to §4.1.6), give or take the skew. All are dates.
func (p *Provider) isCurrent(token *oidc.IDToken) bool {
	now := p.now()
	var more struct {
		NotBefore *jwt.NumericDate `json:"nbf"`
	}
	if token.Claims(&more) != nil || !oauth.AreDates(more.NotBefore) || !oauth.AreDates(token.Expiry, token.IssuedAt) {
		return false
	}
	if more.NotBefore != nil && more.NotBefore.After(now.Add(p.Skew)) {
		return false
	}
	return token.Expiry.Add(p.Skew).After(now) && token.IssuedAt.Unix() > 0 && token.IssuedAt.Before(now.Add(p.Skew+1))
}

func hasHash(token *oidc.IDToken, tokens core.TokenSet) bool {
	return token.VerifyAccessToken(tokens.AccessToken) == nil
}

package provider

import (
	"cmp"
	"context"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// idToken is the payload of an ID token (OIDC Core §2).
type idToken struct {
	jose.Claims
	Nonce           string `json:"nonce"`
	AccessTokenHash string `json:"at_hash"`
	AuthorizedParty string `json:"azp"`
	Name            string `json:"name"`
	Preferred       string `json:"preferred_username"`
	SID             string `json:"sid"`
	ACR             string `json:"acr"`
	AuthTime        int64  `json:"auth_time"`

	algorithm string // of its signature
}

// idTokenRules are in the order in which package jose applies them.
var idTokenRules = []oauth.Rule{
	checks.IDTokenSig.FailsOn(jose.ErrMalformed, jose.ErrAlgorithm, jose.ErrCritical, jose.ErrType, jose.ErrKey, jose.ErrSignature),
	checks.IDTokenIss.FailsOn(jose.ErrIssuer),
	checks.IDTokenAud.FailsOn(jose.ErrAudience),
	checks.IDTokenExp.FailsOn(jose.ErrTime, jose.ErrClaims),
}

// identify validates the ID token of a login and asks UserInfo for more about the user.
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
	err = p.completeFromUserinfo(ctx, s.metadata, tokens, &user)
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

// validate is OIDC Core §3.1.3.7. Each rule has its name.
func (p *Provider) validate(ctx context.Context, s *snapshot, tokens core.TokenSet) (*idToken, core.User, error) {
	token := &idToken{}
	header, err := s.keys.verify(ctx, p.idTokenKind(s), tokens.IDToken, token)
	if errors.Is(err, core.ErrServerAway) {
		return nil, core.User{}, err
	}
	if err := oauth.Decided(ctx, err, idTokenRules); err != nil {
		return nil, core.User{}, err
	}
	token.algorithm = header.Algorithm
	for _, rule := range []struct {
		check *oauth.Check
		holds bool
	}{
		{&checks.IDTokenAudiences, p.trustsAll(token.Audience)},                // step 3
		{&checks.IDTokenAzp, p.isAuthorizedParty(token)},                       // steps 4 and 5
		{&checks.IDTokenSub, token.Subject != "" && len(token.Subject) <= 255}, // §2
		{&checks.IDTokenAtHash, token.isOf(tokens.AccessToken)},                // §3.1.3.8
	} {
		if err := rule.check.Require(ctx, rule.holds); err != nil {
			return nil, core.User{}, err
		}
	}
	user := core.User{
		Issuer: token.Issuer, Subject: token.Subject, Name: cmp.Or(token.Name, token.Preferred), SID: token.SID,
		AuthTime: token.AuthTime, Claims: map[string]json.RawMessage{},
	}
	err = jose.Peek(tokens.IDToken, maxToken, &user.Claims) // it was verified
	dropTokenClaims(user.Claims)
	return token, user, err
}

// dropTokenClaims removes the claims that are about the token and not about the user.
func dropTokenClaims(claims map[string]json.RawMessage) {
	for _, name := range []string{"iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "azp", "sid", "at_hash", "c_hash", "s_hash"} {
		delete(claims, name)
	}
}

// trustsAll tells whether every audience is this client or one that the settings trust.
func (p *Provider) trustsAll(audience []string) bool {
	return !slices.ContainsFunc(audience, func(one string) bool {
		return one != p.ClientID && !slices.Contains(p.Audiences, one)
	})
}

func (p *Provider) isAuthorizedParty(token *idToken) bool {
	if token.AuthorizedParty == "" {
		return len(token.Audience) == 1
	}
	return token.AuthorizedParty == p.ClientID
}

// isOf tells whether at_hash, if it is there, is that of the access token: the left half of its
// hash, by the hash function of the signature (OIDC Core §3.1.3.6).
func (t *idToken) isOf(accessToken string) bool {
	if t.AccessTokenHash == "" {
		return true
	}
	hash := crypto.SHA512 // also that of EdDSA
	switch {
	case strings.HasSuffix(t.algorithm, "256"):
		hash = crypto.SHA256
	case strings.HasSuffix(t.algorithm, "384"):
		hash = crypto.SHA384
	}
	h := hash.New()
	_, _ = h.Write([]byte(accessToken))
	return oauth.Equal(t.AccessTokenHash, base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:hash.Size()/2]))
}

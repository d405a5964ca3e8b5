package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// RedeemCode exchanges the code for tokens (RFC 6749 §4.1.3) and returns who signed in. Errors:
// core.ErrGrantEnded if the server refuses the code, core.ErrServerAway if it does not answer,
// else that of the check that failed. Then the tokens are returned too, so that the caller can
// revoke them.
func (p *Provider) RedeemCode(ctx context.Context, code string, login core.PendingLogin) (core.TokenSet, core.User, error) {
	s, err := p.snapshot(ctx)
	if err != nil {
		return core.TokenSet{}, core.User{}, err
	}
	tokens, err := p.tokens(ctx, s, login.ProofKey, url.Values{
		"grant_type": {string(oauth.AuthorizationCodeGrant)}, "code": {code}, "redirect_uri": {p.RedirectURI},
		"code_verifier": {login.CodeVerifier}, // RFC 7636 §4.5
	})
	if err != nil {
		return tokens, core.User{}, err
	}
	user, err := p.identify(ctx, s, tokens, login)
	return tokens, user, err
}

// Refresh requests new tokens (RFC 6749 §6). The user must be the same. With the error of a check
// it returns the tokens too, so that the caller can revoke them.
func (p *Provider) Refresh(ctx context.Context, session core.Session) (core.TokenSet, error) {
	s, err := p.snapshot(ctx)
	if err != nil {
		return core.TokenSet{}, err
	}
	tokens, err := p.tokens(ctx, s, session.Tokens.ProofKey, refreshOf(session))
	if err != nil || tokens.IDToken == "" { // OIDC Core §12.2: it may be left out
		return session.Tokens.Successor(tokens), err
	}
	return session.Tokens.Successor(tokens), p.sameUser(ctx, s, tokens, session.User)
}

// refreshOf returns the parameters of RFC 6749 §6.
func refreshOf(session core.Session) url.Values {
	return url.Values{"grant_type": {string(oauth.RefreshTokenGrant)}, "refresh_token": {session.Tokens.RefreshToken}}
}

// tokenResponse is RFC 6749 §5.1; some servers write the seconds as a string.
type tokenResponse struct {
	AccessToken  string      `json:"access_token"`
	TokenType    string      `json:"token_type"`
	ExpiresIn    json.Number `json:"expires_in"`
	RefreshToken string      `json:"refresh_token"`
	Scope        string      `json:"scope"`
	IDToken      string      `json:"id_token"`
}

// tokens asks the token endpoint.
func (p *Provider) tokens(ctx context.Context, s *snapshot, key core.ProofKey, form url.Values) (core.TokenSet, error) {
	if p.Resource != "" && form.Get("grant_type") == string(oauth.AuthorizationCodeGrant) {
		form.Set("resource", p.Resource) // RFC 8707 §2.2
	}
	got, err := p.post(ctx, s.metadata.TokenEndpoint, form, key)
	if err == nil {
		err = got.problem(http.StatusOK)
	}
	if err != nil {
		return core.TokenSet{}, fmt.Errorf("token endpoint: %w", err)
	}
	var said tokenResponse
	if json.Unmarshal(got.body, &said) != nil || said.AccessToken == "" {
		return core.TokenSet{}, fmt.Errorf("token endpoint: the answer is not that of RFC 6749 §5.1: %d bytes", len(got.body))
	}
	return p.tokenSet(ctx, said, key)
}

func (p *Provider) tokenSet(ctx context.Context, said tokenResponse, key core.ProofKey) (core.TokenSet, error) {
	tokens := core.TokenSet{AccessToken: said.AccessToken, RefreshToken: said.RefreshToken, IDToken: said.IDToken, ProofKey: key}
	if scope, err := oauth.ParseScope(said.Scope); err == nil {
		tokens.Scope = scope
	}
	if len(tokens.Scope) == 0 {
		tokens.Scope = p.Scope // RFC 6749 §5.1: as requested, if it is not said
	}
	if seconds, err := said.ExpiresIn.Int64(); err == nil && seconds > 0 {
		tokens.Obtained = p.now()
		tokens.Expires = tokens.Obtained.Add(oauth.Seconds(seconds))
	}
	return tokens, requireType(ctx, said.TokenType, len(key) > 0)
}

// requireType checks that the token is a bearer token or, if that was requested, one that is
// bound to a key (RFC 9449 §5).
func requireType(ctx context.Context, said string, bound bool) error {
	isDPoP := strings.EqualFold(said, oauth.TokenTypeDPoP)
	if bound {
		return checks.DPoPBound.Require(ctx, isDPoP)
	}
	return checks.TokenType.Require(ctx, strings.EqualFold(said, oauth.TokenTypeBearer))
}

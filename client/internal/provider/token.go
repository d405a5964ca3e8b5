package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"quartet.example/client/internal/checks"
	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

// RedeemCode exchanges the code for tokens (RFC 6749 §4.1.3) and tells who
// signed in. Errors: core.ErrGrantEnded if the server refuses the code,
// core.ErrServerAway if it does not answer, else the check that refused.
func (p *Provider) RedeemCode(ctx context.Context, code string, login core.PendingLogin) (core.TokenSet, core.User, error) {
	s, err := p.snapshot(ctx)
	if err != nil {
		return core.TokenSet{}, core.User{}, err
	}
	options := append(p.resource(), oauth2.VerifierOption(login.CodeVerifier)) // RFC 7636 §4.5
	answer, err := p.config(s.metadata).Exchange(p.outbound(ctx), code, options...)
	if err != nil {
		return core.TokenSet{}, core.User{}, tokenError(err)
	}
	tokens, err := p.tokenSet(ctx, answer)
	if err != nil {
		return tokens, core.User{}, err
	}
	user, err := p.identify(ctx, s, tokens, login.Nonce)
	return tokens, user, err
}

// Refresh gets a new token set (RFC 6749 §6). The user must stay the same.
func (p *Provider) Refresh(ctx context.Context, session core.Session) (core.TokenSet, error) {
	s, err := p.snapshot(ctx)
	if err != nil {
		return core.TokenSet{}, err
	}
	old := &oauth2.Token{RefreshToken: session.Tokens.RefreshToken}
	answer, err := p.config(s.metadata).TokenSource(p.outbound(ctx), old).Token()
	if err != nil {
		return core.TokenSet{}, tokenError(err)
	}
	tokens, err := p.tokenSet(ctx, answer)
	if err != nil || tokens.IDToken == "" { // OIDC Core §12.2: it may be left out
		return session.Tokens.Successor(tokens), err
	}
	return session.Tokens.Successor(tokens), p.sameUser(ctx, s, tokens, session.User)
}

func (p *Provider) tokenSet(ctx context.Context, answer *oauth2.Token) (core.TokenSet, error) {
	if err := checks.TokenBearer.Require(ctx, strings.EqualFold(answer.TokenType, oauth.TokenTypeBearer)); err != nil {
		return core.TokenSet{}, err
	}
	tokens := core.TokenSet{AccessToken: answer.AccessToken, RefreshToken: answer.RefreshToken}
	tokens.IDToken, _ = answer.Extra("id_token").(string)
	granted, _ := answer.Extra("scope").(string)
	if scope, err := oauth.ParseScope(granted); err == nil {
		tokens.Scope = scope
	}
	if len(tokens.Scope) == 0 {
		tokens.Scope = p.Scope // RFC 6749 §5.1: as requested, if it is not said
	}
	if answer.ExpiresIn > 0 { // the library's Expiry is by the wall clock, ours by Now
		tokens.Obtained = p.now()
		tokens.Expires = tokens.Obtained.Add(time.Duration(answer.ExpiresIn) * time.Second)
	}
	return tokens, nil
}

// tokenError sorts what went wrong at the token endpoint. The body of the
// answer goes no further: it may hold anything.
func tokenError(err error) error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		return fmt.Errorf("token endpoint: %w: %w", core.ErrServerAway, err)
	}
	status := 0
	if refused.Response != nil {
		status = refused.Response.StatusCode
	}
	switch {
	case status >= 500 || status == 429:
		return fmt.Errorf("token endpoint: %w: status %d", core.ErrServerAway, status)
	case oauth.Code(refused.ErrorCode) == oauth.InvalidGrant:
		return fmt.Errorf("token endpoint: %w: invalid_grant", core.ErrGrantEnded)
	default:
		return fmt.Errorf("token endpoint refused: status %d, error %q", status, refused.ErrorCode)
	}
}

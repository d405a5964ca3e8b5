package token

import (
	"context"
	"errors"
	"net/url"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Code is the authorization code grant (RFC 6749 §4.1.3).
type Code struct {
	Codes    Codes
	Users    Users
	Engine   Redeemer
	IDTokens IDTokens
}

// Codes is what the grant needs to know about codes.
type Codes interface {
	// RedeemCode gives the code to exactly one caller. It returns
	// core.ErrNotFound for an unknown or expired code, core.ErrOtherClient
	// without consuming it, and core.ErrCodeReplayed, with the code, for one
	// that was redeemed before.
	RedeemCode(ctx context.Context, code, clientID string) (core.AuthorizationCode, error)
	// RevokeGrant ends the grant and all its tokens.
	RevokeGrant(ctx context.Context, gid string) error
}

// Redeemer issues the tokens of a code that was claimed and checked.
type Redeemer interface {
	Redeem(ctx context.Context, client *core.Client, r core.Redemption) (core.Issue, error)
}

// Users tells whether the user is still there.
type Users interface {
	// FindUser returns core.ErrNotFound for a user that was deleted.
	FindUser(sub string) (*core.User, error)
}

// IDTokens writes ID tokens (OIDC Core §2).
type IDTokens interface {
	IDToken(grant *core.Grant, client *core.Client, accessToken string) (string, error)
	RefreshedIDToken(grant *core.Grant, client *core.Client, accessToken string) (string, error)
}

// Answer redeems the code.
func (g *Code) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	redemption, err := g.claim(ctx, client, form)
	if err != nil {
		return nil, err
	}
	if err := prove(ctx, redemption); err != nil {
		return nil, err
	}
	if err := requireSignIn(ctx, g.Users, redemption.Issued.Subject, redemption.Issued.AuthTime); err != nil {
		return nil, err
	}
	if redemption.Audience, err = narrow(ctx, redemption.Issued.Audience, form["resource"]); err != nil {
		return nil, err
	}
	issue, err := g.Engine.Redeem(ctx, client, redemption)
	if errors.Is(err, core.ErrNotFound) { // signed out between the code and its redemption
		return nil, checks.CodeKnown.Fail(ctx, err)
	}
	if err != nil {
		return nil, err
	}
	response := respond(&issue)
	if issue.Grant.Scope.Has("openid") { // OIDC Core §3.1.3.3
		response.IDToken, err = g.IDTokens.IDToken(&issue.Grant, client, issue.AccessToken.Value)
	}
	return response, err
}

// claim takes the code: from here on it is used, whatever follows.
func (g *Code) claim(ctx context.Context, client *core.Client, form url.Values) (core.Redemption, error) {
	r := core.Redemption{Code: form.Get("code"), RedirectURI: form.Get("redirect_uri"), CodeVerifier: form.Get("code_verifier")}
	if err := checks.CodePresent.Require(ctx, r.Code != ""); err != nil {
		return r, err
	}
	issued, err := g.Codes.RedeemCode(ctx, r.Code, client.ID)
	r.Issued = issued
	switch {
	case errors.Is(err, core.ErrNotFound):
		return r, checks.CodeKnown.Fail(ctx, err)
	case errors.Is(err, core.ErrOtherClient):
		return r, checks.CodeClientBound.Fail(ctx, err)
	case errors.Is(err, core.ErrCodeReplayed):
		return r, g.replayed(ctx, issued)
	case err != nil:
		return r, err
	}
	for _, passed := range [...]*oauth.Check{&checks.CodeKnown, &checks.CodeClientBound, &checks.CodeUnused} {
		_ = passed.Require(ctx, true) // one script applied all three
	}
	return r, nil
}

// replayed ends all that came from the first redemption (RFC 6749 §4.1.2).
func (g *Code) replayed(ctx context.Context, issued core.AuthorizationCode) error {
	if err := g.Codes.RevokeGrant(ctx, issued.GrantID); err != nil {
		return err
	}
	return checks.CodeUnused.Fail(ctx, core.ErrCodeReplayed)
}

// prove asks for what only the one who started the flow has.
func prove(ctx context.Context, r core.Redemption) error {
	bound := r.Issued.CodeChallenge != ""
	if err := checks.PKCEDowngrade.Require(ctx, bound || r.CodeVerifier == ""); err != nil { // RFC 9700 §4.8.2
		return err
	}
	if bound {
		if err := checks.PKCEVerifier.Require(ctx, oauth.VerifierMatches(r.CodeVerifier, r.Issued.CodeChallenge)); err != nil { // RFC 7636 §4.6
			return err
		}
	}
	key := r.Issued.KeyThumbprint
	if err := checks.DPoPCodeBound.Require(ctx, key == "" || key == core.ProvenKey(ctx)); err != nil { // RFC 9449 §10
		return err
	}
	same := r.RedirectURI == r.Issued.RedirectURI || bound && r.RedirectURI == "" // OAuth 2.1 §10.2
	return checks.RedirectURISame.Require(ctx, same)                              // RFC 6749 §4.1.3
}

// requireSignIn refuses in the name of a user who was deleted or disabled, or got
// another password since they signed in.
func requireSignIn(ctx context.Context, users Users, sub string, signedIn time.Time) error {
	user, err := users.FindUser(sub)
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	return checks.UserActive.Require(ctx, err == nil && !user.Disabled && user.Counts(signedIn))
}

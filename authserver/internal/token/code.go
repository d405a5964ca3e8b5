package token

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

// Code is the authorization code grant (RFC 6749 §4.1.3).
type Code struct {
	Codes     Codes
	Users     Users
	Audiences Audiences
	Engine    Redeemer
	IDTokens  IDTokens
}

// Codes is what the grant needs to know about codes.
type Codes interface {
	// FindCode returns the record of the code in r and changes nothing. It returns
	// core.ErrNotFound for an unknown or expired code, core.ErrOtherClient, and
	// core.ErrCodeReplayed, with the code, for one that was redeemed before. If the
	// request proves all that the code is bound to, it may leave it to Redeem to
	// return these errors.
	FindCode(ctx context.Context, r core.Redemption, clientID string) (core.AuthorizationCode, error)
	// MissCode counts a wrong verifier; too many end the code.
	MissCode(ctx context.Context, code string) error
	// RevokeGrant ends the grant and all its tokens.
	RevokeGrant(ctx context.Context, gid string) error
}

// Redeemer issues the tokens of a code that was found and checked.
type Redeemer interface {
	// Redeem uses the code up and issues its tokens. Exactly one of several callers succeeds; the
	// others get core.ErrCodeReplayed. It returns core.ErrNotFound for a code that has expired or
	// was revoked, or whose session has ended, since it was found.
	Redeem(ctx context.Context, client *core.Client, r core.Redemption) (core.Issue, error)
}

// Users finds users.
type Users interface {
	// FindUser returns core.ErrNotFound for a user that was deleted.
	FindUser(sub string) (*core.User, error)
}

// IDTokens writes ID tokens (OIDC Core §2).
type IDTokens interface {
	IDToken(ctx context.Context, grant *core.Grant, client *core.Client, accessToken string) (string, error)
	RefreshedIDToken(ctx context.Context, grant *core.Grant, client *core.Client, accessToken string) (string, error)
}

// Answer redeems the code. Every refusal is decided before the code is used up.
func (g *Code) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	redemption, err := g.find(ctx, client, form) // RFC 6749 §4.1.3
	if err != nil {
		return nil, err
	}
	if err := g.prove(ctx, redemption); err != nil { // RFC 7636 §4.6, RFC 9449 §10
		return nil, err
	}
	if err := g.allow(ctx, client, &redemption, form["resource"]); err != nil {
		return nil, cmp.Or(g.recheck(ctx, client, redemption.Code), err)
	}
	return g.redeem(ctx, client, redemption) // RFC 6749 §4.1.4
}

// allow makes sure that the user may still sign in, and that the client may have what it asks for.
func (g *Code) allow(ctx context.Context, client *core.Client, r *core.Redemption, asked []string) error {
	if err := requireSignIn(ctx, g.Users, r.Issued.Subject, r.Issued.AuthTime); err != nil {
		return err
	}
	return entitle(ctx, g.Audiences, client, r, asked)
}

// recheck reads the code again before allow refuses it. FindCode may have returned a record from
// memory, and another server may have redeemed the code meanwhile: then the request is a replay,
// which revokes (RFC 6749 §4.1.2).
func (g *Code) recheck(ctx context.Context, client *core.Client, code string) error {
	issued, err := g.Codes.FindCode(ctx, core.Redemption{Code: code}, client.ID)
	if err == nil {
		return nil
	}
	return g.refuse(ctx, err, issued.GrantID)
}

// find gives what the code stands for.
func (g *Code) find(ctx context.Context, client *core.Client, form url.Values) (core.Redemption, error) {
	r := core.Redemption{Code: form.Get("code"), RedirectURI: form.Get("redirect_uri"), CodeVerifier: form.Get("code_verifier")}
	if err := checks.CodePresent.Require(ctx, r.Code != ""); err != nil {
		return r, err
	}
	var err error
	oauth.AboutGrant(ctx, refreshtoken.GrantOfCode(r.Code))
	r.Issued, err = g.Codes.FindCode(ctx, r, client.ID)
	oauth.AboutSubject(ctx, r.Issued.Subject)
	return r, g.refuse(ctx, err, r.Issued.GrantID)
}

// refuse turns the answer of the store into that of the checks. A replay ends all
// that came from the first redemption (RFC 6749 §4.1.2).
func (g *Code) refuse(ctx context.Context, err error, gid string) error {
	if errors.Is(err, core.ErrCodeReplayed) {
		if err := g.Codes.RevokeGrant(ctx, gid); err != nil {
			return err
		}
	}
	return oauth.Decided(ctx, err, codeRules)
}

// codeRules are what find_code.lua and redeem.lua decide, in their order.
var codeRules = []oauth.Rule{
	checks.CodeKnown.FailsOn(core.ErrNotFound),
	checks.CodeClientBound.FailsOn(core.ErrOtherClient),
	checks.CodeUnused.FailsOn(core.ErrCodeReplayed),
}

// redeem uses the code up and issues the tokens. Of several requests that came
// this far one succeeds; the others are replays.
func (g *Code) redeem(ctx context.Context, client *core.Client, r core.Redemption) (*oauth.TokenResponse, error) {
	issue, err := g.Engine.Redeem(ctx, client, r)
	if err != nil {
		return nil, g.refuse(ctx, err, r.Issued.GrantID)
	}
	return answer(ctx, g.IDTokens, client, &issue)
}

// answer says what a code gave (RFC 6749 §5.1), with an ID token if openid was
// granted (OIDC Core §3.1.3.3).
func answer(ctx context.Context, in IDTokens, client *core.Client, issue *core.Issue) (response *oauth.TokenResponse, err error) {
	response = respond(issue)
	if issue.Grant.Scope.Has("openid") {
		response.IDToken, err = in.IDToken(ctx, &issue.Grant, client, issue.AccessToken.Value)
	}
	return response, err
}

// prove asks for what only the one who started the flow has. A code that was
// stolen is of no use without it, and a refusal leaves the code to its client.
func (g *Code) prove(ctx context.Context, r core.Redemption) error {
	bound := r.Issued.CodeChallenge != ""
	if err := checks.PKCEDowngrade.Require(ctx, bound || r.CodeVerifier == ""); err != nil { // RFC 9700 §4.8.2
		return err
	}
	if bound {
		if err := g.requireVerifier(ctx, r); err != nil {
			return err
		}
	}
	key := r.Issued.KeyThumbprint
	if err := checks.DPoPCodeBound.Require(ctx, key == "" || key == core.ProvenKey(ctx)); err != nil { // RFC 9449 §10
		return err
	}
	same := r.RedirectURI == r.Issued.RedirectURI || bound && r.RedirectURI == ""            // OAuth 2.1 §10.2
	return checks.RedirectURISameAtToken.RequireComparing(ctx, same, func() oauth.Mismatch { // RFC 6749 §4.1.3
		return oauth.Mismatch{Name: "redirect_uri", Sent: r.RedirectURI, Expected: []string{r.Issued.RedirectURI}, As: "expected"}
	})
}

// requireVerifier asks for the verifier of the challenge (RFC 7636 §4.6). A wrong
// one is counted, so that nobody tries without limit (§7.1).
func (g *Code) requireVerifier(ctx context.Context, r core.Redemption) error {
	matches := oauth.VerifierMatches(r.CodeVerifier, r.Issued.CodeChallenge)
	if !matches {
		if err := g.Codes.MissCode(ctx, r.Code); err != nil {
			return err
		}
	}
	return checks.PKCEVerifier.Require(ctx, matches)
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

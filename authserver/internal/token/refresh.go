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

// Refresh is the refresh token grant (RFC 6749 §6). It stands beside the
// engine: one script rotates, in one round trip (docs/adr/0003).
type Refresh struct {
	Families Families
	Users    Users
	Access   AccessTokens
	IDTokens IDTokens
	Scopes   Scopes
	Grace    time.Duration // how long a rotated token still gets the same successor
}

// Families is what the grant needs to know about refresh tokens.
type Families interface {
	// Rotate replaces the presented token by its successor. It returns
	// core.ErrNotFound for one that is unknown, expired or revoked,
	// core.ErrOtherClient, core.ErrOtherKey and core.ErrScopeWidened with nothing
	// changed, and core.ErrRefreshReused when it has just revoked the family.
	Rotate(ctx context.Context, presented, clientID, jkt string, scope oauth.Scope, grace time.Duration) (core.Grant, string, error)
	// FindGrant returns core.ErrNotFound for a token without a living grant.
	FindGrant(ctx context.Context, refreshToken string) (grant core.Grant, current bool, err error)
	// RevokeGrant ends the grant and all its tokens.
	RevokeGrant(ctx context.Context, gid string) error
}

// Scopes knows which scope means something at which resource.
type Scopes interface {
	ScopeAt(audience []string, scope oauth.Scope) oauth.Scope
}

// AccessTokens writes access tokens and tells for how long they are valid.
type AccessTokens interface {
	AccessToken(grant *core.Grant, scope oauth.Scope) (core.AccessToken, error)
}

// Answer rotates the refresh token.
func (g *Refresh) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	presented := form.Get("refresh_token")
	if err := checks.RefreshPresent.Require(ctx, presented != ""); err != nil {
		return nil, err
	}
	scope, err := parseScope(ctx, form)
	if err != nil {
		return nil, err
	}
	if err := g.requireResource(ctx, presented, form["resource"]); err != nil {
		return nil, err
	}
	if len(scope) > 0 && len(form["resource"]) > 0 {
		if err := checks.ResourceKnown.Require(ctx, len(g.Scopes.ScopeAt(form["resource"], scope)) > 0); err != nil { // RFC 8707 §2
			return nil, err
		}
	}
	if err := checks.ScopeAllowed.Require(ctx, scope.Within(client.Scope)); err != nil { // it may have lost what it was granted
		return nil, err
	}
	issue, err := g.rotate(ctx, client, presented, scope)
	if err != nil {
		return nil, err
	}
	if err := g.requireUser(ctx, &issue.Grant); err != nil {
		return nil, err
	}
	if len(scope) == 0 { // §6: as much as was granted; narrowing holds for one access token
		scope = issue.Grant.Scope.Intersect(client.Scope)
	}
	if issue.Grant.Audience, err = narrow(ctx, issue.Grant.Audience, form["resource"]); err != nil {
		return nil, err
	}
	issue.KeyThumbprint = core.ProvenKey(ctx)
	issue.Grant.KeyThumbprint = issue.KeyThumbprint
	issue.AccessToken, err = g.Access.AccessToken(&issue.Grant, scope)
	if err != nil {
		return nil, err
	}
	response := respond(&issue)
	if issue.AccessToken.Scope.Has("openid") { // OIDC Core §12.2
		response.IDToken, err = g.IDTokens.RefreshedIDToken(&issue.Grant, client, issue.AccessToken.Value)
	}
	return response, err
}

// requireResource refuses a resource outside the grant before the token rotates:
// a client that asks for the wrong one keeps what it has (RFC 8707 §2.2). Without
// the parameter a refresh costs one round trip.
func (g *Refresh) requireResource(ctx context.Context, presented string, asked []string) error {
	if len(asked) == 0 {
		return nil
	}
	grant, _, err := g.Families.FindGrant(ctx, presented)
	if errors.Is(err, core.ErrNotFound) {
		return nil // Rotate says what is wrong with the token
	}
	if err != nil {
		return err
	}
	_, err = narrow(ctx, grant.Audience, asked)
	return err
}

// rotate gives the grant and the successor of the presented token.
func (g *Refresh) rotate(ctx context.Context, client *core.Client, presented string, scope oauth.Scope) (core.Issue, error) {
	jkt := core.ProvenKey(ctx)
	if !client.Public() { // its credentials bind the token; its key may change (RFC 9449 §5)
		jkt = ""
	}
	grant, successor, err := g.Families.Rotate(ctx, presented, client.ID, jkt, scope, g.Grace)
	switch {
	case errors.Is(err, core.ErrNotFound):
		return core.Issue{}, checks.RefreshKnown.Fail(ctx, err)
	case errors.Is(err, core.ErrOtherClient):
		return core.Issue{}, checks.RefreshClientBound.Fail(ctx, err)
	case errors.Is(err, core.ErrOtherKey):
		return core.Issue{}, checks.DPoPRefreshBound.Fail(ctx, err)
	case errors.Is(err, core.ErrRefreshReused):
		return core.Issue{}, checks.RefreshReuse.Fail(ctx, err)
	case errors.Is(err, core.ErrScopeWidened):
		return core.Issue{}, checks.ScopeSubset.Fail(ctx, err)
	case err != nil:
		return core.Issue{}, err
	}
	for _, passed := range [...]*oauth.Check{&checks.RefreshKnown, &checks.RefreshClientBound, &checks.DPoPRefreshBound, &checks.RefreshReuse, &checks.ScopeSubset} {
		_ = passed.Require(ctx, true) // one script applied them all
	}
	return core.Issue{Grant: grant, RefreshToken: successor}, nil
}

// requireUser ends the grant of a user who was deleted or disabled.
func (g *Refresh) requireUser(ctx context.Context, grant *core.Grant) error {
	refused := requireSignIn(ctx, g.Users, grant.Subject, grant.AuthTime)
	if refused == nil {
		return nil
	}
	if err := g.Families.RevokeGrant(ctx, grant.ID); err != nil {
		return err
	}
	return refused
}

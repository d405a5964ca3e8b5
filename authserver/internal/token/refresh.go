package token

import (
	"context"
	"net/url"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

// Refresh is the refresh token grant (RFC 6749 §6). It does not use the engine, because one
// script must check and rotate in one round trip (docs/adr/0003).
type Refresh struct {
	Families  Families
	Users     Users
	Audiences Audiences
	Access    AccessTokens
	IDTokens  IDTokens
	Grace     time.Duration // how long after a rotation the previous token still gets the same successor
}

// Families rotates and revokes families of refresh tokens.
type Families interface {
	// Rotate replaces the presented token by its successor. It returns
	// core.ErrNotFound for one that is unknown, expired or revoked,
	// core.ErrOtherClient, core.ErrOtherKey, core.ErrScopeWidened,
	// core.ErrOtherResource and core.ErrScopeLost, which change nothing, and
	// core.ErrRefreshReused after it has revoked the family.
	Rotate(ctx context.Context, r core.Rotation) (core.Grant, string, error)
	// RevokeGrant ends the grant and all its tokens.
	RevokeGrant(ctx context.Context, gid string) error
}

// AccessTokens signs access tokens, and returns their lifetime.
type AccessTokens interface {
	AccessToken(ctx context.Context, grant *core.Grant, scope oauth.Scope) (core.AccessToken, error)
}

// Answer rotates the refresh token. The script that rotates decides what only the
// store can decide before it changes anything; that costs one round trip.
func (g *Refresh) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	rotation, err := g.read(ctx, client, form) // §6, and RFC 8707 §2.2
	if err != nil {
		return nil, err
	}
	grant, successor, err := g.rotate(ctx, rotation) // §6, §10.4; RFC 9700 §4.14.2; RFC 9449 §5
	if err != nil {
		return nil, err
	}
	if err := g.requireUser(ctx, &grant); err != nil {
		return nil, err
	}
	return g.issue(ctx, client, rotation, grant, successor) // §5.1
}

// read returns the rotation that the request asks for, after the checks that need no store.
func (g *Refresh) read(ctx context.Context, client *core.Client, form url.Values) (core.Rotation, error) {
	r := core.Rotation{Presented: form.Get("refresh_token"), ClientID: client.ID, Resource: form["resource"], Grace: g.Grace}
	if client.Public() { // RFC 9449 §5: the refresh token of a confidential client is bound to its credentials instead, so it may change its key
		r.KeyThumbprint = core.ProvenKey(ctx)
	}
	if err := checks.RefreshPresent.Require(ctx, r.Presented != ""); err != nil {
		return r, err
	}
	if err := oneResource(ctx, r.Resource); err != nil {
		return r, err
	}
	var err error
	if r.Scope, err = parseScope(ctx, form); err != nil {
		return r, err
	}
	r.Allowed = client.Scope
	if len(r.Resource) > 0 {
		r.Allowed = g.Audiences.ScopeAt(r.Resource, client.Scope)
	}
	if len(r.Scope) > 0 && len(r.Resource) > 0 {
		if err := checks.ResourceKnown.Require(ctx, len(g.Audiences.ScopeAt(r.Resource, r.Scope)) > 0); err != nil { // RFC 8707 §2
			return r, err
		}
	}
	return r, checks.ScopeKnown.Require(ctx, r.Scope.Within(client.Scope)) // it may have lost what it was granted
}

// rotate returns the grant, and the successor of the presented token.
func (g *Refresh) rotate(ctx context.Context, r core.Rotation) (core.Grant, string, error) {
	if gid, ok := refreshtoken.GrantOf(r.Presented); ok {
		oauth.AboutGrant(ctx, gid)
	}
	grant, successor, err := g.Families.Rotate(ctx, r)
	oauth.AboutSubject(ctx, grant.Subject)
	return grant, successor, oauth.Decided(ctx, err, rotationRules)
}

// rotationRules are what rotate.lua decides, in its order.
var rotationRules = []oauth.Rule{
	checks.RefreshCurrent.FailsOn(core.ErrNotFound),
	checks.RefreshClientBound.FailsOn(core.ErrOtherClient),
	checks.RefreshReuse.FailsOn(core.ErrRefreshReused),
	checks.RefreshDPoPBound.FailsOn(core.ErrOtherKey),
	checks.ScopeSubset.FailsOn(core.ErrScopeWidened),
	checks.ResourceKnown.FailsOn(core.ErrOtherResource),
	checks.ScopeKnown.FailsOn(core.ErrScopeLost),
}

// issue signs the tokens.
func (g *Refresh) issue(ctx context.Context, client *core.Client, r core.Rotation, grant core.Grant, successor string) (*oauth.TokenResponse, error) {
	scope := r.Scope
	if len(scope) == 0 { // §6: as much as was granted; narrowing holds for one access token
		scope = grant.Scope.Intersect(client.Scope)
	}
	audience, err := narrow(ctx, g.Audiences, grant.Audience, r.Resource, scope)
	if err != nil {
		return nil, err
	}
	grant.Audience, grant.Scope = audience, scope // the ID token too releases no more claims than this scope
	grant.KeyThumbprint = core.ProvenKey(ctx)
	issue := core.Issue{Grant: grant, RefreshToken: successor, KeyThumbprint: grant.KeyThumbprint}
	issue.AccessToken, err = g.Access.AccessToken(ctx, &issue.Grant, scope)
	if err != nil {
		return nil, err
	}
	response := respond(&issue)
	if issue.AccessToken.Scope.Has("openid") { // OIDC Core §12.2
		response.IDToken, err = g.IDTokens.RefreshedIDToken(ctx, &issue.Grant, client, issue.AccessToken.Value)
	}
	return response, err
}

// requireUser ends the grant of a user who was deleted or disabled. The user is
// known only with the grant. So this refusal comes after the rotation, but it
// ends the family: nothing that the client could still use was changed.
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

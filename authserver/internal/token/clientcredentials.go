package token

import (
	"context"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// ClientCredentials is the grant of a client that acts for itself (RFC 6749
// §4.4). It stores nothing.
type ClientCredentials struct {
	Engine    Issuer
	Audiences Audiences
}

// Issuer issues an access token for the client itself.
type Issuer interface {
	ClientCredentials(ctx context.Context, client *core.Client, scope oauth.Scope, audience []string) (core.Issue, error)
}

// Answer issues an access token, and no refresh token (§4.4.3).
func (g *ClientCredentials) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	if err := checks.ClientCredentialsConfidential.Require(ctx, !client.Public()); err != nil { // §4.4
		return nil, err
	}
	scope, err := g.scope(ctx, client, form)
	if err != nil {
		return nil, err
	}
	audience, err := g.audience(ctx, scope, form["resource"])
	if err != nil {
		return nil, err
	}
	issue, err := g.Engine.ClientCredentials(ctx, client, scope, audience)
	if err != nil {
		return nil, err
	}
	return respond(&issue), nil
}

// audience is the resource that is asked for (RFC 8707 §2.2), or the first that
// the scope is for (RFC 9068 §3).
func (g *ClientCredentials) audience(ctx context.Context, scope oauth.Scope, asked []string) ([]string, error) {
	if err := oneResource(ctx, asked); err != nil {
		return nil, err
	}
	audience, err := g.Audiences.Audience(scope, asked)
	if err := checks.ResourceKnown.RequireNil(ctx, err); err != nil {
		return nil, err
	}
	return audience[:1], nil
}

// scope returns the requested scope, or, if none is requested, all that the client may have. Scopes
// about a user, such as those of OpenID Connect, are not allowed, because there is no user (OIDC
// Core §3.1.2.1).
func (g *ClientCredentials) scope(ctx context.Context, client *core.Client, form url.Values) (oauth.Scope, error) {
	asked, err := parseScope(ctx, form)
	if err != nil {
		return nil, err
	}
	allowed := client.Scope.Without(g.Audiences.ScopeAt(nil, client.Scope)) // without the scopes that no resource owns
	if len(asked) == 0 {
		return allowed, nil
	}
	return asked, checks.ScopeKnown.RequireComparing(ctx, asked.Within(allowed), func() oauth.Mismatch { return client.LacksScope(asked) }) // §3.3
}

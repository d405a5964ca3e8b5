package token

import (
	"context"
	"net/url"
	"slices"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// respond says what was issued (RFC 6749 §5.1). The scope is that of the access
// token, and is always told: it may be less than what was asked for.
func respond(issue *core.Issue) *oauth.TokenResponse {
	tokenType := oauth.TokenTypeBearer
	if issue.KeyThumbprint != "" {
		tokenType = oauth.TokenTypeDPoP // RFC 9449 §5
	}
	return &oauth.TokenResponse{
		AccessToken:  issue.AccessToken.Value,
		TokenType:    tokenType,
		ExpiresIn:    int64(issue.ExpiresIn.Seconds()),
		RefreshToken: issue.RefreshToken,
		Scope:        issue.AccessToken.Scope.String(),
	}
}

// narrow gives the audience of one access token: the one resource that was
// granted, or the one of several that is asked for (RFC 8707 §2.2).
func narrow(ctx context.Context, granted, asked []string) ([]string, error) {
	if len(asked) == 0 {
		asked = granted
	}
	var named []string
	for _, resource := range asked {
		id, known := core.FindResource(granted, resource)
		if err := checks.ResourceKnown.Require(ctx, known); err != nil {
			return nil, err
		}
		named = append(named, id)
	}
	return one(ctx, named)
}

// one refuses a token for several resources: whoever gets it at one of them
// could use it at the others (RFC 9700 §2.3).
func one(ctx context.Context, audience []string) ([]string, error) {
	several := slices.ContainsFunc(audience, func(resource string) bool { return resource != audience[0] })
	if err := checks.TokenOneResource.Require(ctx, len(audience) > 0 && !several); err != nil {
		return nil, err
	}
	return audience[:1], nil
}

// parseScope reads the scope that the request asks for (RFC 6749 §3.3).
func parseScope(ctx context.Context, form url.Values) (oauth.Scope, error) {
	scope, err := oauth.ParseScope(form.Get("scope"))
	return scope, checks.ScopeWellFormed.RequireNil(ctx, err)
}

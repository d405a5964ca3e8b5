package token

import (
	"context"
	"net/url"

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
		ExpiresIn:    int64(issue.AccessToken.ExpiresIn.Seconds()),
		RefreshToken: issue.RefreshToken,
		Scope:        issue.AccessToken.Scope.String(),
	}
}

// parseScope reads the scope that the request asks for (RFC 6749 §3.3).
func parseScope(ctx context.Context, form url.Values) (oauth.Scope, error) {
	scope, err := oauth.ParseScope(form.Get("scope"))
	return scope, checks.ScopeWellFormed.RequireNil(ctx, err)
}

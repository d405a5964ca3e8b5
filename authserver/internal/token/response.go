package token

import (
	"context"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// respond returns the response (RFC 6749 §5.1). It always contains the scope of the access
// token, because that may be less than the requested one.
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

package token

import (
	"context"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// respond says what was issued (RFC 6749 §5.1). The scope is always told: the
// client need not guess whether it got what it asked for.
func respond(issue *core.Issue, scope oauth.Scope) *oauth.TokenResponse {
	return &oauth.TokenResponse{
		AccessToken:  issue.AccessToken,
		TokenType:    oauth.TokenTypeBearer,
		ExpiresIn:    int64(issue.ExpiresIn.Seconds()),
		RefreshToken: issue.RefreshToken,
		Scope:        scope.String(),
	}
}

// parseScope reads the scope that the request asks for (RFC 6749 §3.3).
func parseScope(ctx context.Context, form url.Values) (oauth.Scope, error) {
	scope, err := oauth.ParseScope(form.Get("scope"))
	return scope, checks.ScopeWellFormed.RequireNil(ctx, err)
}

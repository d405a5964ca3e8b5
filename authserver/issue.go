package authserver

import (
	"context"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// IssueToken returns an access token like those of the token endpoint, but without a stored grant.
// Only authservertest calls it; no endpoint does.
func (s *Server) IssueToken(subject, clientID string, scope oauth.Scope) (string, error) {
	audience, err := s.parts.dir.Audience(scope, nil)
	if err != nil {
		return "", fmt.Errorf("issue token: %w", err)
	}
	now := s.parts.deps.Now()
	grant := &core.Grant{
		ClientID: clientID, Subject: subject, Scope: scope, Audience: audience,
		AuthTime: now, CreatedAt: now, ExpiresAt: now.Add(s.parts.cfg.GrantTTL),
	}
	token, err := s.parts.mint.AccessToken(context.Background(), grant, scope)
	return token.Value, err
}

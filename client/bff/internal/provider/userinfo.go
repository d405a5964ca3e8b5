package provider

import (
	"context"
	"net/http"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// nameFromUserinfo asks UserInfo for what the ID token left out. A server that
// has none, or does not answer, only leaves the user without a name; one that
// answers for somebody else ends the login (OIDC Core §5.3.2).
func (p *Provider) nameFromUserinfo(ctx context.Context, m oauth.ServerMetadata, tokens core.TokenSet, user *core.User) error {
	if m.UserinfoEndpoint == "" {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.UserinfoEndpoint, nil)
	if err != nil {
		return err
	}
	resp, err := p.prover.Do(p.http, req, tokens)
	if err != nil {
		return nil // see above
	}
	defer func() { _ = resp.Body.Close() }()
	var info struct {
		Subject   string `json:"sub"`
		Name      string `json:"name"`
		Preferred string `json:"preferred_username"`
	}
	if decodeDocument(resp, &info) != nil {
		return nil
	}
	if err := checks.UserinfoSub.Require(ctx, info.Subject == user.Subject); err != nil {
		return err
	}
	for _, name := range []string{info.Name, info.Preferred} {
		if user.Name == "" {
			user.Name = name
		}
	}
	return nil
}

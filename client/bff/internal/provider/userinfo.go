package provider

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// completeFromUserinfo asks UserInfo for what the ID token left out. A server that has none, or
// does not answer, only leaves the user without these claims; one that answers for another user
// ends the login (OIDC Core §5.3.2).
func (p *Provider) completeFromUserinfo(ctx context.Context, m oauth.ServerMetadata, tokens core.TokenSet, user *core.User) error {
	if m.UserinfoEndpoint == "" {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.UserinfoEndpoint, nil)
	if err != nil {
		return err
	}
	resp, err := p.prover.Do(p.http, req, tokens)
	if err != nil {
		return nil // the user has only the claims of the ID token
	}
	defer func() { _ = resp.Body.Close() }()
	var document json.RawMessage
	if decodeDocument(resp, &document) != nil {
		return nil
	}
	var info struct {
		Subject   string `json:"sub"`
		Name      string `json:"name"`
		Preferred string `json:"preferred_username"`
	}
	claims := map[string]json.RawMessage{}
	if jose.Decode(document, &info) != nil || jose.Decode(document, &claims) != nil {
		return nil
	}
	if err := checks.UserinfoSub.Require(ctx, info.Subject == user.Subject); err != nil {
		return err
	}
	user.Name = cmp.Or(user.Name, info.Name, info.Preferred)
	dropTokenClaims(claims)
	maps.Copy(claims, user.Claims) // those of the ID token are signed
	user.Claims = claims
	return nil
}

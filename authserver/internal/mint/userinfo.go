package mint

import (
	"context"
	"fmt"
	"maps"

	"quartet.example/authserver/internal/core"
)

// UserInfo signs a userinfo response for a client that registered
// userinfo_signed_response_alg (OIDC Core §5.3.2). It has neither exp nor iat, so that it is
// accepted neither as an id_token_hint nor as a token.
func (m *Minter) UserInfo(ctx context.Context, client *core.Client, response map[string]any) (string, error) {
	all := maps.Clone(response)
	all["iss"], all["aud"] = m.Issuer, client.ID
	signed, err := m.sign(ctx, client.UserinfoAlg, "JWT", all)
	if err != nil {
		return "", fmt.Errorf("mint userinfo response: %w", err)
	}
	return signed, nil
}

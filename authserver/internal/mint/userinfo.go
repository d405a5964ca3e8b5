package mint

import (
	"fmt"
	"maps"

	"quartet.example/authserver/internal/core"
)

// UserInfo signs the answer of the userinfo endpoint for a client that
// registered userinfo_signed_response_alg (OIDC Core §5.3.2). It has neither exp
// nor iat, and so is no hint and no token of any kind.
func (m *Minter) UserInfo(client *core.Client, said map[string]any) (string, error) {
	all := map[string]any{"iss": m.Issuer, "aud": client.ID}
	maps.Copy(all, said)
	signed, err := m.sign(client.UserinfoAlg, "JWT", all)
	if err != nil {
		return "", fmt.Errorf("mint userinfo response: %w", err)
	}
	return signed, nil
}

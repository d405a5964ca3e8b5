package mint

import (
	"errors"
	"fmt"
	"maps"

	"github.com/go-json-experiment/json/jsontext"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// about returns the claims of a user that the scope releases in this kind of token by a rule of the
// seed file, and those that were requested by name (OIDC Core §5.5). The claims that a scope of
// OpenID Connect releases are at the userinfo endpoint (§5.4). A subject who is no user has none.
func (m *Minter) about(subject string, scope oauth.Scope, in claims.Place, named ...string) (map[string]any, error) {
	if m.Users == nil {
		return nil, nil // no claims, and no error
	}
	rules := m.Users.ClaimRules()
	if len(named) == 0 && !rules.Releases(scope, in) {
		return nil, nil
	}
	user, err := m.Users.FindUser(subject)
	if errors.Is(err, core.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find the user of a token: %w", err)
	}
	found := rules.Released(user.Claims, scope, in)
	maps.Copy(found, claims.Named(user.Claims, named))
	return found, nil
}

// attributes returns the claims about the user for an access token, as a JSON object, or nil (RFC
// 9068 §2.2.2, §2.2.3.1). The token of a client that acts for itself has none, also if its client_id
// is the sub of a user.
func (m *Minter) attributes(token *accesstoken.Claims) (jsontext.Value, error) {
	sub, isUser := token.User()
	if !isUser {
		return nil, nil
	}
	found, err := m.about(sub, token.Scopes(), claims.AccessToken)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return jose.Encode(found)
}

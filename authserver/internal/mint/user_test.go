package mint_test

import (
	"testing"
	"time"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/oauth"
)

// everybody finds a user for every subject, whose claims have any names.
type everybody map[string]any

func (e everybody) FindUser(string) (*core.User, error) { return &core.User{Claims: e}, nil }

func (everybody) ClaimRules() claims.Rules {
	return claims.NewRules([]claims.Release{{Scope: "groups", Claims: []string{"groups", "sub"}, In: claims.Places()}}, nil)
}

// RFC 9700 §4.15: the token of a client has no claims about the user whose sub is its client_id.
func TestAttributesAreOfUsersOnly(t *testing.T) {
	m, _ := minter(t)
	m.Users = everybody{"groups": []any{"staff"}}
	for name, tt := range map[string]struct {
		spoil func(*core.Grant)
		want  bool
	}{
		"a user":                                {func(*core.Grant) {}, true},
		"a client whose id is the sub":          {func(g *core.Grant) { g.ClientID = g.Subject }, false},
		"RFC 8693: the same, after an exchange": {func(g *core.Grant) { g.AuthTime = time.Time{} }, false},
	} {
		g := grant()
		tt.spoil(g)
		token, err := m.AccessToken(t.Context(), g, oauth.Scope{"openid", "groups"})
		if err != nil {
			t.Fatal(err)
		}
		if _, has := endpointtest.Claims(t, token.Value)["groups"]; has != tt.want {
			t.Errorf("%s: has groups: %t, want %t", name, has, tt.want)
		}
	}
}

// RFC 7519 §4: a claim of a user that has the name of another claim is never signed.
func TestNoClaimIsWrittenTwice(t *testing.T) {
	m, _ := minter(t)
	m.Users = everybody{"sub": "admin"}
	g := grant()
	g.Scope = oauth.Scope{"openid", "groups"}
	if token, err := m.AccessToken(t.Context(), g, g.Scope); err == nil {
		t.Errorf("access token: got %v", endpointtest.Claims(t, token.Value))
	}
	if raw, err := m.IDToken(t.Context(), g, &core.Client{ID: "notes"}, "AT"); err == nil {
		t.Errorf("ID token: got %v", endpointtest.Claims(t, raw))
	}
}

// OIDC Core §5.3.2: iss and aud of a signed response are those of the server and the client.
func TestSignedUserInfoNamesItsIssuer(t *testing.T) {
	m, _ := minter(t)
	raw, err := m.UserInfo(t.Context(), &core.Client{ID: "notes", UserinfoAlg: "ES256"}, map[string]any{"sub": "s", "iss": "https://evil.test", "aud": "other"})
	if err != nil {
		t.Fatal(err)
	}
	if got := endpointtest.Claims(t, raw); got["iss"] != endpointtest.Issuer || got["aud"] != "notes" || got["sub"] != "s" {
		t.Errorf("got %v", got)
	}
}

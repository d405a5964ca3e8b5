package claims_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/internal/claims"
	"quartet.example/shared/oauth"
)

// alice has standard claims, claims that rules mention, and a claim that no rule mentions.
var alice = map[string]any{
	"name": "Alice", "name#ja": "アリス", "email": "alice@example.com", "email#de": "alice@beispiel.example",
	"groups": []any{"staff"}, "roles": []any{"editor"}, "tenant": "t1",
}

func rules() claims.Rules {
	return claims.NewRules([]claims.Release{
		{Scope: "groups", Claims: []string{"groups", "roles"}, In: []claims.Place{claims.IDToken, claims.UserInfo, claims.AccessToken}},
		{Scope: "notes:admin", Claims: []string{"roles"}, In: []claims.Place{claims.AccessToken}},
		{Scope: "profile", Claims: []string{"name"}, In: []claims.Place{claims.IDToken}},
		{Scope: "hidden", Claims: []string{"clearance"}, In: []claims.Place{claims.AccessToken}},
	}, slices.Collect(maps.Keys(alice)))
}

func TestWhatAScopeReleases(t *testing.T) {
	for name, tt := range map[string]struct {
		scope string
		in    claims.Place
		want  string
	}{
		"OIDC Core §5.4: a scope of OpenID Connect, at userinfo":     {"openid email", claims.UserInfo, "email email#de"},
		"OIDC Core §5.4: and not in the ID token":                    {"openid email", claims.IDToken, ""},
		"RFC 9068 §6: nor in the access token":                       {"openid profile email", claims.AccessToken, ""},
		"profile releases the claims that no rule mentions":          {"openid profile", claims.UserInfo, "name name#ja tenant"},
		"a rule adds a place for a claim, also in its languages":     {"openid profile", claims.IDToken, "name name#ja"},
		"a scope of the seed, at userinfo":                           {"groups", claims.UserInfo, "groups roles"},
		"a scope of the seed, in the ID token":                       {"groups", claims.IDToken, "groups roles"},
		"a scope of the seed, in the access token":                   {"groups", claims.AccessToken, "groups roles"},
		"RFC 9068 §2.2.3.1: a scope of a resource, in access tokens": {"notes:admin", claims.AccessToken, "roles"},
		"a scope of a resource, and not elsewhere":                   {"notes:admin", claims.UserInfo, ""},
		"openid alone releases nothing":                              {"openid", claims.UserInfo, ""},
		"a claim that the user does not have is left out":            {"hidden", claims.AccessToken, ""},
		"no scope": {"", claims.UserInfo, ""},
	} {
		t.Run(name, func(t *testing.T) {
			released := rules().Released(alice, strings.Fields(tt.scope), tt.in)
			if got := strings.Join(slices.Sorted(maps.Keys(released)), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// OIDC Core §5.5: the parameter claims can name every claim that a scope gives to the client.
func TestNamedClaimsOfTheSeed(t *testing.T) {
	for name, tt := range map[string]struct {
		registered, scope string
		picked, asked     string // asked: beside the scope, on the consent page
	}{
		"released by the scope: no question of its own":         {"openid groups", "openid groups", "groups roles", ""},
		"beyond the scope: with a question":                     {"openid groups", "openid", "groups roles", "claim:groups claim:roles"},
		"not registered for the scope":                          {"openid", "openid", "", ""},
		"a scope that releases it to the API alone":             {"openid notes:admin", "openid notes:admin", "", ""},
		"RFC 9068: such a scope does not answer the question":   {"openid groups notes:admin", "openid notes:admin", "groups roles", "claim:groups claim:roles"},
		"claims that no rule mentions belong to profile":        {"openid profile", "openid", "tenant", "claim:tenant"},
		"what nobody has is not asked for on the consent page":  {"openid profile groups", "openid profile groups", "groups roles tenant", ""},
		"a claim for the API alone cannot be requested by name": {"openid hidden", "openid hidden", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			wishes := map[string]*claims.Wish{"groups": nil, "roles": nil, "tenant": nil, "clearance": nil, "password_hash": nil, "sub": nil}
			picked := rules().Pick(wishes, strings.Fields(tt.registered))
			if got := strings.Join(picked, " "); got != tt.picked {
				t.Errorf("picked: got %q, want %q", got, tt.picked)
			}
			if got := rules().Beyond(strings.Fields(tt.scope), picked...).String(); got != tt.asked {
				t.Errorf("asked: got %q, want %q", got, tt.asked)
			}
		})
	}
}

func TestWordsForTheUser(t *testing.T) {
	for token, want := range map[string]string{
		"groups":      "The application and the API learn your groups, your roles.",
		"notes:admin": "The API learns your roles.",
		"profile":     "The application learns your tenant, your name.",
		"email":       "",
		"notes:read":  "",
	} {
		if got := rules().Told(token, alice); got != want {
			t.Errorf("%s: got %q, want %q", token, got, want)
		}
	}
	if got, want := rules().Told("profile", nil), "The application learns your name."; got != want {
		t.Errorf("a user without other claims: got %q, want %q", got, want)
	}
	odd := claims.NewRules(nil, []string{"https://example.com/roles", "cost_center", "name#ja", "Ünlü"})
	for token, want := range map[string]string{
		"claim:https://example.com/roles": `see what "https://example.com/roles" says about you`,
		"claim:cost_center":               "see your cost center",
		"claim:name#ja":                   "see your name (ja)",
		"claim:birthdate":                 "see your date of birth",
		"claim:ghost":                     "",
		"cost_center":                     "",
	} {
		if got, ok := odd.DescribePermission(token); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %t, want %q", token, got, ok, want)
		}
	}
}

// OIDC Discovery §3: claims_supported lists what a client can get, each once.
func TestNames(t *testing.T) {
	got := rules().Names()[len(claims.Standard()):]
	if want := []string{"email#de", "groups", "name#ja", "roles", "tenant"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: no claim for APIs alone, and no standard claim again", got, want)
	}
	if len(openID.Names()) != len(claims.Standard()) {
		t.Errorf("without a seed: got %v", openID.Names())
	}
	if !rules().Releases(oauth.Scope{"openid", "groups"}, claims.IDToken) || rules().Releases(oauth.Scope{"notes:admin"}, claims.IDToken) {
		t.Error("Releases does not agree with the rules")
	}
}

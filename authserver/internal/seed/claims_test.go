package seed_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/oauth"
)

func userWith(claims string) string {
	return "users:\n  - {sub: u1, username: u1, password: p, claims: {" + claims + "}}\n"
}

func TestClaimsOfOnesOwn(t *testing.T) {
	for name, tt := range map[string]struct {
		claims string
		want   any // of the claim x
	}{
		"text":                           {"x: t1", "t1"},
		"text with digits, in quotes":    {"x: '007'", "007"},
		"a number":                       {"x: -7", int64(-7)},
		"the largest exact integer":      {"x: 9007199254740991", int64(9007199254740991)},
		"a fraction":                     {"x: 1.5", 1.5},
		"true":                           {"x: true", true},
		"a date stays as written":        {"x: 2020-01-31", "2020-01-31"},
		"a list":                         {"x: [admin, 2, false]", []any{"admin", int64(2), false}},
		"an empty list":                  {"x: []", []any{}},
		"a mapping":                      {"x: {id: t1, plan: {free: true}, none: null, empty: ''}", map[string]any{"id": "t1", "plan": map[string]any{"free": true}, "none": nil, "empty": ""}},
		"RFC 7643 §4.1.2 groups":         {"x: [{value: g1, display: Staff}]", []any{map[string]any{"value": "g1", "display": "Staff"}}},
		"a protocol name inside a value": {"x: {sub: s, iss: i}", map[string]any{"sub": "s", "iss": "i"}},
		"an anchor and its alias":        {"a: &a [admin], x: *a", []any{"admin"}},
		"a merge key inside a value":     {"a: &a {p: 1}, x: {<<: *a, q: 2}", map[string]any{"p": int64(1), "q": int64(2)}},
		"text of more than one line and with quotes": {`x: "a\n\"b\""`, "a\n\"b\""},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := load(t, userWith(tt.claims), seed.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, s.Users[0].Claims["x"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNamesOfClaims(t *testing.T) {
	const own, shape = "the server itself sets", "is no name for a claim"
	for name, want := range map[string]string{
		"groups": "", "https://example.com/roles": "", "urn:example:tenant": "", "name#ja-Kana-JP": "", "X-Custom": "", "subject": "",
		"sub": own, "SUB": own, "Iss": own, "aud": own, "exp": own, "nbf": own, "iat": own, "jti": own, "nonce": own, "at_hash": own, "c_hash": own,
		"azp": own, "acr": own, "amr": own, "auth_time": own, "sid": own, "events": own, "client_id": own, "Client_ID": own, "scope": own, "cnf": own,
		"act": own, "may_act": own, "gty": own, "active": own, "_claim_sources": own,
		"'a b'": shape, `'a"b'`: shape, "größe": shape, "''": shape, strings.Repeat("x", 129): shape,
		"Email": "is the standard claim email in another case", "NAME": "is the standard claim name in another case",
	} {
		_, err := load(t, userWith(name+": v"), seed.Options{})
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "seed.yaml:2: claims:")) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}

func TestClaimsThatAreRefused(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x]"
	for _, c := range "bcdefg" {
		bomb += ", " + string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 8) + "]"
	}
	for name, tt := range map[string]struct{ claims, want string }{
		"OIDC Core §5.1: a standard claim of the wrong type": {"updated_at: soon", "updated_at must be a number"},
		"OIDC Core §5.2: the same in a language":             {"name#ja: [a]", "name#ja must be a string"},
		"a standard claim that is empty":                     {"name: ''", "name must be a string"},
		"OIDC Core §5.3.2: null":                             {"x: null", "x is empty; leave it out"},
		"OIDC Core §5.3.2: empty text":                       {"x: ''", "x is empty; leave it out"},
		"a claim twice":                                      {"groups: [a], groups: [b]", `"groups" appears twice`},
		"a member twice, deep inside":                        {"x: {y: [{a: 1, a: 2}]}", `"a" appears twice`},
		"RFC 7493 §2.2: an integer of over 53 bits":          {"x: 9007199254740992", "put it in quotes"},
		"an integer of over 64 bits":                         {"x: 92233720368547758080", "put it in quotes"},
		"infinity":                                           {"x: .inf", "has a value that JSON does not have"},
		"not a number":                                       {"x: .nan", "has a value that JSON does not have"},
		"bytes":                                              {"x: !!binary aGk=", "has a value of type !!binary"},
		"a type of one's own":                                {"x: !person p", "has a value of type !person"},
		"a member whose name is a list":                      {"x: {[a]: b}", "a member whose name is no text"},
		"too much for a token":                               {"x: " + strings.Repeat("y", 4<<10), "are over 4096 bytes as JSON"},
		"a list too long for a token":                        {"x: [" + strings.Repeat("1, ", 4<<10) + "]", "are over 4096 bytes as JSON"},
		"aliases that repeat each other":                     {bomb, "are over 4096 bytes as JSON"},
		"lists in lists":                                     {"x: [[[[[[[[[1]]]]]]]]]", "over 8 lists and mappings in each other"},
		"a value that contains itself":                       {"x: &x [*x]", "lists and mappings in each other"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, userWith(tt.claims), seed.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || len(err.Error()) > 20_000 {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

// The example of docs/claims.md is a valid seed, and the page says truly what its scopes release.
func TestTheExampleOfTheDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../../docs/claims.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	s, err := load(t, example, seed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rules := claims.NewRules(s.Releases, nil)
	for scope, want := range map[string][3]string{
		"groups": {"groups", "groups", ""}, "profile": {"name", "badge name", ""}, "orders:admin": {"", "", "roles tenant"},
	} {
		for i, place := range []claims.Place{claims.IDToken, claims.UserInfo, claims.AccessToken} {
			released := rules.Released(s.Users[0].Claims, oauth.Scope{"openid", scope}, place)
			if got := strings.Join(slices.Sorted(maps.Keys(released)), " "); got != want[i] {
				t.Errorf("%s, %s: got %q, want %q", scope, place, got, want[i])
			}
		}
	}
}

func TestScopesOfOnesOwn(t *testing.T) {
	resource := func(scope string) string {
		return "resources:\n  - resource: https://a.example\n    scopes:\n      " + scope + "\n"
	}
	for name, tt := range map[string]struct{ raw, want string }{
		"not a mapping":                           {"scopes: [groups]\n", "want a mapping here"},
		"RFC 6749 §3.3: no scope token":           {"scopes:\n  'a b': {description: d}\n", `seed.yaml:2: scopes: "a b" is not a scope token`},
		"the form of a permission":                {"scopes:\n  claim:email: d\n", "or begins with claim:"},
		"the same at a resource":                  {resource("claim:email: d"), "seed.yaml:4: scopes:"},
		"without a description":                   {"scopes:\n  groups: {claims: [groups]}\n", `seed.yaml:2: scopes: "groups" needs a description`},
		"twice":                                   {"scopes:\n  groups: d\n  groups: d\n", `"groups" appears twice`},
		"also a scope of a resource":              {"scopes:\n  x: d\n" + resource("x: d"), `seed.yaml:6: scopes: "x" belongs to the user already`},
		"of OpenID Connect, described again":      {"scopes:\n  email: {description: d, claims: [email]}\n", "which describes it"},
		"of OpenID Connect, without claims":       {"scopes:\n  email: {}\n", "here it needs claims"},
		"of OpenID Connect, at a resource":        {resource("email: {description: d, claims: [email]}"), "belongs to OpenID Connect"},
		"an unknown field":                        {"scopes:\n  groups: {description: d, claim: [groups]}\n", "seed.yaml:2: claim: unknown field"},
		"an unknown place":                        {"scopes:\n  groups: {description: d, claims: [groups], in: [cookie]}\n", `seed.yaml:2: in: "cookie" is unknown`},
		"an empty list of places":                 {"scopes:\n  groups: {description: d, claims: [groups], in: []}\n", "in: is empty"},
		"places without claims":                   {"scopes:\n  groups: {description: d, in: [userinfo]}\n", "is for scopes with claims"},
		"one claim where a list belongs":          {"scopes:\n  groups: {description: d, claims: groups}\n", "want a list here"},
		"a mapping as a claim":                    {"scopes:\n  groups: {description: d, claims: [{a: b}]}\n", "want a single value"},
		"a claim twice":                           {"scopes:\n  groups: {description: d, claims: [groups, groups]}\n", `"groups" appears twice`},
		"RFC 7519 §4.1: the name of a protocol's": {"scopes:\n  groups: {description: d, claims: [SUB]}\n", "the server itself sets"},
		"a client with an unknown scope":          {"clients:\n  - {client_id: a, client_secret: s, redirect_uris: [https://a.example/], scope: openid teams}\n", "nor to its scopes about users"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := load(t, tt.raw, seed.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

// Where a scope releases its claims if the file does not say so.
func TestDefaultPlaces(t *testing.T) {
	s, err := load(t, "scopes:\n  team: {description: d, claims: [a]}\n  plain: d\nresources:\n  - {resource: 'https://a.example', scopes: {x: {description: e, claims: [b]}}}\n", seed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []claims.Release{
		{Scope: "team", Claims: []string{"a"}, In: []claims.Place{claims.UserInfo}},
		{Scope: "x", Claims: []string{"b"}, In: []claims.Place{claims.AccessToken}},
	}
	if diff := cmp.Diff(want, s.Releases); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]claims.Scope{{Token: "team", Description: "d"}, {Token: "plain", Description: "d"}}, s.Scopes); diff != "" || s.Resources[0].Scopes["x"] != "e" {
		t.Errorf("%s, resource: %v", diff, s.Resources[0].Scopes)
	}
}

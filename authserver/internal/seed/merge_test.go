package seed_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/seed"
)

const restOfSeed = "resources: [{resource: 'http://api.localhost:9001', scopes: {notes:read: read}}]\nclients: []\n"

// A seed file may use anchors, merge keys, and fields whose names begin with x- for the anchors.
func TestRepetitionInASeed(t *testing.T) {
	for name, tt := range map[string]struct {
		users string
		want  map[string]any // claims of the last user
	}{
		"an anchor in a field of one's own": {"x-claims: &c {locale: de}\nusers:\n  - {sub: u1, username: u1, password: p, claims: *c}\n", map[string]any{"locale": "de"}},
		"a merge key in claims": {
			"x-claims: &c {locale: de, zoneinfo: Europe/Berlin}\nusers:\n  - {sub: u1, username: u1, password: p, claims: {<<: *c, name: Eins, locale: en}}\n",
			map[string]any{"locale": "en", "zoneinfo": "Europe/Berlin", "name": "Eins"},
		},
		"a list of merge keys, the first wins": {
			"x-a: &a {locale: de}\nx-b: &b {locale: fr, name: B}\nusers:\n  - {sub: u1, username: u1, password: p, claims: {<<: [*a, *b]}}\n",
			map[string]any{"locale": "de", "name": "B"},
		},
		"a merge key in a user": {"users:\n  - &b {sub: u1, username: u1, password: p, claims: {locale: de}}\n  - {<<: *b, sub: u2, username: u2}\n", map[string]any{"locale": "de"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := load(t, tt.users+restOfSeed, seed.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, s.Users[len(s.Users)-1].Claims); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRepetitionThatIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ users, want string }{
		"an unknown field without x-": {"claims: &c {locale: de}\nusers: []\n", "claims: unknown field"},
		"a typo":                      {"user: []\n", "user: unknown field"},
		"a merge of no mapping":       {"users:\n  - {sub: u1, username: u1, password: p, claims: {<<: [1]}}\n", "needs a mapping"},
		"a merge of itself":           {"users:\n  - {sub: u1, username: u1, password: p, claims: &c {<<: *c}}\n", "refers to the mapping"},
		"a protocol claim merged":     {"x-c: &c {iss: red}\nusers:\n  - {sub: u1, username: u1, password: p, claims: {<<: *c}}\n", "the server itself sets"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := load(t, tt.users+restOfSeed, seed.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

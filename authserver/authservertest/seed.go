package authservertest

import (
	"fmt"
	"testing"

	"github.com/alexedwards/argon2id"
	"go.yaml.in/yaml/v3"

	"quartet.example/authserver"
)

// seedOf returns the built-in seed with the additions of the plan.
func seedOf(t testing.TB, p *plan) string {
	t.Helper()
	var doc map[string][]any
	if err := yaml.Unmarshal(authserver.DefaultSeed(), &doc); err != nil {
		t.Fatalf("built-in seed: %v", err)
	}
	for _, one := range doc["users"] {
		if u, ok := one.(map[string]any); ok {
			u["password_hash"] = quickHash(t, fmt.Sprint(u["demo_password"]))
		}
	}
	for _, u := range p.users {
		doc["users"] = replace(doc["users"], "username", u.Username, u)
	}
	for _, c := range p.clients {
		doc["clients"] = replace(doc["clients"], "client_id", c.ID, c)
	}
	for _, r := range p.resources {
		doc["resources"] = replace(doc["resources"], "resource", r.ID, r)
	}
	raw, err := yaml.Marshal(doc)
	if err != nil {
		t.Fatalf("seed: %v", err)
	}
	return string(raw)
}

// quickHash returns an argon2id hash with a hundredth of the usual work, because the tests check
// only demo passwords. Production refuses such a hash.
func quickHash(t testing.TB, password string) string {
	t.Helper()
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 256, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatalf("seed: %v", err)
	}
	return hash
}

// replace removes the entry with that name and adds the new one.
func replace(entries []any, field, name string, entry any) []any {
	var rest []any
	for _, one := range entries {
		if m, ok := one.(map[string]any); ok && fmt.Sprint(m[field]) == name {
			continue
		}
		rest = append(rest, one)
	}
	return append(rest, entry)
}

package authservertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver"
)

// seedFile writes the built-in seed with the additions of the plan.
func seedFile(t testing.TB, p *plan) string {
	t.Helper()
	var doc map[string][]any
	if err := yaml.Unmarshal(authserver.DefaultSeed(), &doc); err != nil {
		t.Fatalf("built-in seed: %v", err)
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
	path := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatalf("seed: %v", err)
	}
	return path
}

// replace drops the entry of that name and adds the new one.
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

package authservertest

import (
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
)

// document is the YAML of a seed. Its values stay as they are written, so that the sub 007 does not become
// the number 7.
type document struct {
	t    testing.TB
	root *yaml.Node
}

// node returns the YAML node of a value.
func (d document) node(value any) *yaml.Node {
	d.t.Helper()
	var n yaml.Node
	if err := n.Encode(value); err != nil {
		d.t.Fatalf("authservertest: %v", err)
	}
	return &n
}

// field returns the value of a member of a mapping, or nil.
func field(mapping *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// set replaces or adds a member of a mapping.
func (d document) set(mapping *yaml.Node, name string, value *yaml.Node) {
	if old := field(mapping, name); old != nil {
		*old = *value
		return
	}
	mapping.Content = append(mapping.Content, d.node(name), value)
}

// text returns the text of a member of a mapping, or "".
func text(mapping *yaml.Node, name string) string {
	if n := field(mapping, name); n != nil {
		return n.Value
	}
	return ""
}

// list returns the list with this name, which it adds if it is missing.
func (d document) list(name string) *yaml.Node {
	d.t.Helper()
	if field(d.root, name) == nil {
		d.set(d.root, name, d.node([]string{}))
	}
	return field(d.root, name)
}

// put adds an entry to a list, in the place of the entry with the same name.
func (d document) put(list, name string, entry *yaml.Node) {
	d.t.Helper()
	l := d.list(list)
	l.Style = 0
	l.Content = append(slices.DeleteFunc(l.Content, func(n *yaml.Node) bool { return text(n, name) == text(entry, name) }), entry)
}

// addScope adds a scope about the user, in the place of the one with the same name.
func (d document) addScope(s Scope) {
	d.t.Helper()
	if field(d.root, "scopes") == nil {
		d.set(d.root, "scopes", d.node(map[string]any{}))
	}
	d.set(field(d.root, "scopes"), s.Name, d.node(s))
}

// addClaims adds claims to a user, or replaces those of the same name.
func (d document) addClaims(username string, claims map[string]any) {
	d.t.Helper()
	for _, u := range d.list("users").Content {
		if text(u, "username") != username {
			continue
		}
		if field(u, "claims") == nil {
			d.set(u, "claims", d.node(map[string]any{}))
		}
		for name, value := range claims {
			d.set(field(u, "claims"), name, d.node(value))
		}
		return
	}
	d.t.Fatalf("authservertest: WithClaims: there is no user %q", username)
}

// hashQuickly replaces the hashes of the passwords that the seed has in clear.
func (d document) hashQuickly() {
	d.t.Helper()
	for _, u := range d.list("users").Content {
		password := text(u, "demo_password") + text(u, "password")
		if password == "" || text(u, "demo_password") != "" && text(u, "password") != "" {
			continue
		}
		d.set(u, "password_hash", d.node(quickHash(d.t, password)))
		if n := field(u, "password"); n != nil {
			i := slices.Index(u.Content, n)
			u.Content = slices.Delete(u.Content, i-1, i+1)
		}
	}
}

package seed

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// Changes are changes of a seed: users by sub, clients by client_id, resources by their identifier, and scopes
// about a user by name. Each is the JSON of an entry in a seed file, which is added or replaces the one in the
// file; null removes it.
type Changes struct {
	Users   map[string]json.RawMessage `json:"users"`
	Clients map[string]json.RawMessage `json:"clients"`

	Resources map[string]json.RawMessage `json:"resources"`
	Scopes    map[string]json.RawMessage `json:"scopes"`
}

// With returns the seed with these changes. Everything is checked as in a file. The error joins one *Error
// for each problem.
func (s *Seed) With(c Changes, o Options) (*Seed, error) {
	r, doc := &reader{Options: o}, s.doc
	doc.Users = slices.DeleteFunc(slices.Clone(doc.Users), func(u userEntry) bool { return has(c.Users, u.Sub) })
	for _, entry := range added(c.Users) {
		doc.Users = append(doc.Users, r.entry("users", entry).Users...)
	}
	doc.Clients = slices.DeleteFunc(slices.Clone(doc.Clients), func(e clientEntry) bool { return has(c.Clients, e.ClientID) })
	for _, entry := range added(c.Clients) {
		doc.Clients = append(doc.Clients, r.entry("clients", entry).Clients...)
	}
	doc.Resources = slices.DeleteFunc(slices.Clone(doc.Resources), func(e resourceEntry) bool { return has(c.Resources, e.Resource) })
	for _, entry := range added(c.Resources) {
		doc.Resources = append(doc.Resources, r.entry("resources", entry).Resources...)
	}
	doc.Scopes = r.withScopes(doc.Scopes, c.Scopes)
	if err := r.join(); err != nil {
		return nil, err
	}
	return r.build(doc)
}

// withScopes returns the scopes with these changes. doc is a mapping, or empty.
func (r *reader) withScopes(doc yaml.Node, changes map[string]json.RawMessage) yaml.Node {
	if len(changes) == 0 {
		return doc
	}
	now := yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for name, value := range r.members(&doc, 1, "scopes") {
		if _, changed := changes[name.Value]; !changed {
			now.Content = append(now.Content, name, value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if isNull(changes[name]) {
			continue
		}
		quoted, err := json.Marshal(name)
		if err != nil {
			r.add(1, "scopes", "%v", err)
			continue
		}
		entry := slices.Concat([]byte("{"), quoted, []byte(":"), changes[name], []byte("}"))
		one := r.object("scopes", entry, func(object string) string { return object })
		now.Content = append(now.Content, one.Scopes.Content...)
	}
	return now
}

// SubOf returns the sub of the JSON of a user, under which it is in Changes. The error is that of With.
func SubOf(entry json.RawMessage) (string, error) {
	r := &reader{}
	if doc := r.entry("users", entry); len(doc.Users) > 0 {
		return doc.Users[0].Sub.value, r.join()
	}
	return "", r.join()
}

// ClientIDOf is SubOf for the client_id of a client.
func ClientIDOf(entry json.RawMessage) (string, error) {
	r := &reader{}
	if doc := r.entry("clients", entry); len(doc.Clients) > 0 {
		return doc.Clients[0].ClientID.value, r.join()
	}
	return "", r.join()
}

// ResourceOf is SubOf for the identifier of a resource.
func ResourceOf(entry json.RawMessage) (string, error) {
	r := &reader{}
	if doc := r.entry("resources", entry); len(doc.Resources) > 0 {
		return doc.Resources[0].Resource.value, r.join()
	}
	return "", r.join()
}

// entry decodes a document with one entry in the list.
func (r *reader) entry(list string, entry json.RawMessage) document {
	return r.object(list, entry, func(object string) string { return "[" + object + "]" })
}

// object decodes a document with one field, which contains a JSON object. Canonical JSON (RFC 8785) is YAML too, but for some
// characters, and no member is in it twice.
func (r *reader) object(field string, entry json.RawMessage, contain func(string) string) document {
	raw := jsontext.Value(slices.Clone(entry)) // Canonicalize changes it
	if err := raw.Canonicalize(); err != nil || raw.Kind() != '{' {
		r.add(1, "", "want a JSON object, whose members are the fields of one entry of %s, each once", field)
		return document{}
	}
	return r.decode([]byte(`{"` + field + `":` + contain(yamlOf(raw)) + `}`))
}

// yamlOf escapes the characters of JSON that YAML refuses, or reads as the end of a line, which becomes a
// space (YAML 1.1 §5.1, §5.4). JSON has them in strings only.
func yamlOf(raw []byte) string {
	var b strings.Builder
	for _, c := range string(raw) {
		switch {
		case c >= 0x7F && c <= 0x9F, c == 0x2028, c == 0x2029, c == 0xFEFF, c == 0xFFFE, c == 0xFFFF:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func has(changes map[string]json.RawMessage, name text) bool {
	_, changed := changes[name.value]
	return changed
}

func isNull(entry json.RawMessage) bool { return len(entry) == 0 || string(entry) == "null" }

// added returns the entries that are added or replaced, in the order of their names.
func added(changes map[string]json.RawMessage) []json.RawMessage {
	var entries []json.RawMessage
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if entry := changes[name]; !isNull(entry) {
			entries = append(entries, entry)
		}
	}
	return entries
}

package seed

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Changes are changes of a seed: users by sub, and clients by client_id. Each is the JSON of an entry of
// users or clients in a seed file, which is added or replaces the one in the file; null removes it.
type Changes struct {
	Users   map[string]json.RawMessage `json:"users"`
	Clients map[string]json.RawMessage `json:"clients"`
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
	if err := r.join(); err != nil {
		return nil, err
	}
	return r.build(doc)
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

// entry decodes a document with one entry in the list. Canonical JSON (RFC 8785) is YAML too, but for some
// characters, and no member is in it twice.
func (r *reader) entry(list string, entry json.RawMessage) document {
	raw := jsontext.Value(slices.Clone(entry)) // Canonicalize changes it
	if err := raw.Canonicalize(); err != nil || raw.Kind() != '{' {
		r.add(1, "", "want a JSON object, whose members are the fields of one entry of %s, each once", list)
		return document{}
	}
	return r.decode([]byte(`{"` + list + `":[` + yamlOf(raw) + `]}`))
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

// added returns the entries that are added or replaced, in the order of their names.
func added(changes map[string]json.RawMessage) []json.RawMessage {
	var entries []json.RawMessage
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if entry := changes[name]; len(entry) > 0 && string(entry) != "null" {
			entries = append(entries, entry)
		}
	}
	return entries
}

package authservertest

import (
	"encoding/json"

	"go.yaml.in/yaml/v3"
)

// PutUser adds a user while the server runs, or replaces the user of the same sub.
func (s *Server) PutUser(u User) {
	s.t.Helper()
	s.must(s.verbs.PutUser(s.t.Context(), s.entry(hashed(s.t, u))))
}

// RemoveUser removes a user. The sessions, grants and consents of the user end. user is a username or a
// sub.
func (s *Server) RemoveUser(user string) {
	s.t.Helper()
	s.must(s.verbs.RemoveUser(s.t.Context(), user))
}

// PutClient adds a client while the server runs, or replaces the client of the same id.
func (s *Server) PutClient(c Client) {
	s.t.Helper()
	s.must(s.verbs.PutClient(s.t.Context(), s.entry(completed(c))))
}

// RemoveClient removes a client. All grants and consents that users gave it end.
func (s *Server) RemoveClient(id string) {
	s.t.Helper()
	s.must(s.verbs.RemoveClient(s.t.Context(), id))
}

// PutResource adds a resource while the server runs, or replaces the resource of the same ID. A client whose
// Scope has a scope that the new one lacks is an error.
func (s *Server) PutResource(r Resource) {
	s.t.Helper()
	s.must(s.verbs.PutResource(s.t.Context(), s.entry(r)))
}

// PutScope adds a scope about the user while the server runs, or replaces the scope of the same name.
func (s *Server) PutScope(one Scope) {
	s.t.Helper()
	s.must(s.verbs.PutScope(s.t.Context(), one.Name, s.entry(one)))
}

// entry returns the JSON of an entry of a seed file.
func (s *Server) entry(one any) json.RawMessage {
	s.t.Helper()
	raw, err := yaml.Marshal(one)
	s.must(err)
	var fields map[string]any
	s.must(yaml.Unmarshal(raw, &fields))
	entry, err := json.Marshal(fields)
	s.must(err)
	return entry
}

package authservertest

import "encoding/json"

// Reset takes the server back to its start, for a test suite that shares one server: the users and clients
// are those of Start, nobody is signed in, and nothing was allowed. The signing keys and the clock stay.
func (s *Server) Reset() {
	s.t.Helper()
	s.must(s.verbs.Reset(s.t.Context()))
}

// Export returns a copy of the state: users and clients, sessions, grants and consents, but no signing
// keys. Import restores it, in this server or in another one of this package.
func (s *Server) Export() json.RawMessage {
	s.t.Helper()
	state, err := s.verbs.Export(s.t.Context())
	s.must(err)
	return state
}

// Import replaces the state by one of Export.
func (s *Server) Import(state json.RawMessage) {
	s.t.Helper()
	s.must(s.verbs.Import(s.t.Context(), state))
}

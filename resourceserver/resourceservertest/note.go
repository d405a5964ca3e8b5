package resourceservertest

import (
	"time"

	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/oauth"
)

// Note is a stored note.
type Note struct {
	ID        string
	Text      string
	CreatedAt time.Time
}

// Notes returns all notes of a user of the issuer, newest first. subject is the sub of the access token.
func (s *Server) Notes(subject string) []Note {
	s.t.Helper()
	stored, _, err := s.store.Notes(s.t.Context(), core.OwnerOf(s.Issuer, subject), core.Page{Limit: core.MaxNotes})
	if err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
	notes := make([]Note, len(stored))
	for i, n := range stored {
		notes[i] = Note{ID: n.ID, Text: n.Text, CreatedAt: n.CreatedAt}
	}
	return notes
}

// AddNote stores a note of a user of the issuer, and returns it. subject is the sub of the access token.
func (s *Server) AddNote(subject, text string) Note {
	s.t.Helper()
	if !core.ValidText(text) {
		s.t.Fatalf("resourceservertest: the API allows no note with this text: %q", text)
	}
	n := core.Note{ID: oauth.NewSecret(), Text: text, CreatedAt: s.Now().UTC().Truncate(time.Millisecond), Revision: oauth.NewSecret()}
	if err := s.store.AddNote(s.t.Context(), core.OwnerOf(s.Issuer, subject), n); err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
	return Note{ID: n.ID, Text: n.Text, CreatedAt: n.CreatedAt}
}

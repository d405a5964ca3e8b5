package lab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"quartet.example/authserver/controlapi"
)

// plant gives the victim a note with the canary.
func (s *Scene) plant() error {
	if s.service != nil {
		s.notes.Add(victimName, s.oracle.text())
		s.notes.Add(VictimSub, s.oracle.text())
		return nil
	}
	token, err := s.Issue(controlapi.Token{User: victimName, Scope: "notes:write"})
	if err != nil {
		return err
	}
	_, err = s.Call(s.unrecorded(), http.MethodPost, s.API+"/notes", "Bearer "+token, noteOf(s.oracle.text()))
	return err
}

// unrecorded returns an HTTP client for what is no part of the lab.
func (s *Scene) unrecorded() *http.Client { return &http.Client{Transport: s.network.transport()} }

// noteOf returns the JSON of a note.
func noteOf(text string) string {
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return "" // cannot happen: a map of strings
	}
	return string(body)
}

// Renew gives the victim a note with a new canary, for attacks that want what the victim writes later. What
// the attacker has seen before does not count any more.
func (s *Scene) Renew() error {
	s.oracle.renew()
	return s.plant()
}

// Canary is the text that only the victim may see, for labs in which the victim writes it. An attack must
// not send it by itself.
func (s *Scene) Canary() string { return s.oracle.text() }

// Mark is a text of the attacker, new in each run. An attack with Writes has succeeded when it is among the
// victim's notes.
func (s *Scene) Mark() string { return s.mark }

// WriteNote adds a note with the canary, as a script on the client's page in the browser does.
func (s *Scene) WriteNote(b *Browser) error {
	resp, err := b.Call(http.MethodPost, s.Client+"/api/notes", noteOf(s.oracle.text()))
	if err != nil {
		return err
	}
	return resp.Refused()
}

// ReadOwnNotes signs the victim in at the client with a new browser, and reads the notes. It returns an
// error unless the canary is among them.
func (s *Scene) ReadOwnNotes() error {
	b := s.browser(victimName, victimPassword, false)
	if err := b.SignIn(s.Login); err != nil {
		return err
	}
	notes, err := b.Call(http.MethodGet, s.Client+"/api/notes", "")
	if err != nil {
		return err
	}
	if !strings.Contains(notes.Body, s.oracle.text()) {
		return fmt.Errorf("after %s the client answered %d without the victim's note: %s", b.At, notes.Status, notes.Body)
	}
	return nil
}

// succeeded reports whether the attacker has reached the goal.
func (s *Scene) succeeded(a *Attack) (bool, error) {
	if !a.Writes {
		return s.oracle.hasLeaked(), nil
	}
	return s.isMarked()
}

// Wrote reports whether the mark of the attacker is among the victim's notes.
func (s *Scene) Wrote() bool {
	marked, err := s.isMarked()
	return err == nil && marked
}

func (s *Scene) isMarked() (bool, error) {
	if s.service != nil {
		return strings.Contains(s.notes.Of(victimName)+s.notes.Of(VictimSub), s.mark), nil
	}
	token, err := s.Issue(controlapi.Token{User: victimName, Scope: "notes:read"})
	if err != nil {
		return false, err
	}
	notes, err := s.Call(s.unrecorded(), http.MethodGet, s.API+"/notes", "Bearer "+token, "")
	return strings.Contains(notes.Body, s.mark), err
}

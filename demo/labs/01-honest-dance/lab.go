// Package honestdance is lab 1: a sign-in without an attack.
//
//	lab.go     the sign-in, step by step
//	README.md  the text for learners
package honestdance

import (
	_ "embed"
	"errors"
	"net/http"
	"strings"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "01", Slug: "honest-dance", Title: "The honest dance", Minutes: 12, README: readme,
	Specs:  []string{"RFC 6749 §1.1", "RFC 6749 §4.1", "RFC 7636 §4"},
	Honest: signIn,
}

var errNoNote = errors.New("the note is not among the notes of the user")

// signIn signs the user in at the client, which reads the notes of the user at the API.
func signIn(s *lab.Scene) error {
	s.Step("Alice", "opens the notes app, which sends her browser to the authorization server")
	if err := s.Victim.Open(s.Client + "/login"); err != nil {
		return err
	}
	s.Step("Alice", "types her password there and gives consent, and her browser brings a code to the app")
	if err := s.Victim.FinishSignIn(); err != nil {
		return err
	}
	s.Step("Alice", "looks at her notes, which the app gets from the API")
	notes, err := s.Victim.Call(http.MethodGet, s.Client+"/api/notes", "")
	if err != nil {
		return err
	}
	if err := notes.Refused(); err != nil {
		return err
	}
	if !strings.Contains(notes.Body, s.Canary()) {
		return errNoNote
	}
	return nil
}

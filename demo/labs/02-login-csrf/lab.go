// Package logincsrf is lab 2: a victim is signed in to the account of the attacker, and does not notice.
//
//	lab.go     the attack
//	README.md  the text for learners
package logincsrf

import (
	_ "embed"
	"net/http"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "02", Slug: "login-csrf", Title: "Login CSRF", Minutes: 12, README: readme,
	Specs:    []string{"RFC 6749 §10.12", "RFC 9700 §4.7"},
	Careless: lab.OnlyClient,
	Attacks: []lab.Attack{{
		Title: "signs the victim in to an account of the attacker", Run: giveAway,
		Stops: []string{"client.state.bound", "client.nonce.match", "as.pkce.verifier"},
	}},
}

// giveAway makes the victim's browser finish a sign-in that the attacker has begun.
func giveAway(s *lab.Scene) error {
	s.Step("Mallory", "signs in at the notes app with her own account, but does not open the last address")
	back, err := s.Attacker.SignInUntil(s.Client+"/login", s.Web.RedirectURI)
	if err != nil {
		return err
	}
	s.Step("Mallory", "puts that address, which contains her code, into a link on her web page")
	if err := s.Victim.Open(s.Evil.URL); err != nil {
		return err
	}
	s.Step("Alice", "opens the page and follows the link")
	if err := s.Victim.Follow(back.String()); err != nil {
		return err
	}
	if err := s.Victim.Refused(); err != nil {
		return err
	}
	s.Step("Alice", "is signed in, does not look at the name, and writes a note")
	if err := s.WriteNote(s.Victim); err != nil {
		return err
	}
	return readOwnNotes(s)
}

// readOwnNotes reads the notes of the attacker's account.
func readOwnNotes(s *lab.Scene) error {
	s.Step("Mallory", "signs in with her own account and reads her own notes")
	if err := s.Attacker.SignIn(s.Client + "/login"); err != nil {
		return err
	}
	resp, err := s.Attacker.Call(http.MethodGet, s.Client+"/api/notes", "")
	if err != nil {
		return err
	}
	return resp.Refused()
}

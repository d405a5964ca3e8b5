// Package stolencode is lab 3: a thief redeems a code that is not theirs.
//
//	lab.go     the attack
//	README.md  the text for learners
package stolencode

import (
	_ "embed"
	"errors"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "03", Slug: "stolen-code", Title: "Stolen code", Minutes: 12, README: readme,
	Specs:    []string{"RFC 7636 §1", "RFC 9700 §2.1.1"},
	Careless: lab.Everything,
	Attacks: []lab.Attack{{
		Title: "redeems a code from a log, as a public client", Run: redeem,
		Stops: []string{"as.pkce.verifier"}, Refusal: "invalid_grant",
	}},
}

var errNoCode = errors.New("the victim's browser was not sent back with a code")

// redeem reads the code in the log of the victim's machine, and redeems it before the app does.
func redeem(s *lab.Scene) error {
	s.Step("Alice", "starts an app on her computer, which sends her browser to the authorization server")
	if err := s.Victim.SignIn(s.Begin(s.Native, nil).URL); err != nil {
		return err
	}
	back := s.Victim.Reached(s.Native.RedirectURI)
	if back == nil {
		return errNoCode
	}
	s.Step("Mallory", "reads the address with the code in a log of that computer")
	code := back.Query().Get("code")

	s.Step("Mallory", "sends the code to the token endpoint: the app has no secret that she would need")
	tokens, err := s.Redeem(s.Native, code, "")
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads Alice's notes with the access token")
	_, err = s.ReadNotes(tokens.AccessToken)
	return err
}

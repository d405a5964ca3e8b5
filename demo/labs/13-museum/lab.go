// Package museum is lab 13: two grants that OAuth no longer has.
//
//	lab.go     the attacks
//	README.md  the text for learners
package museum

import (
	_ "embed"
	"errors"
	"net/url"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "13", Slug: "museum", Title: "Museum: implicit and password", Minutes: 15, README: readme,
	Specs:    []string{"RFC 9700 §2.1.2", "RFC 9700 §2.4"},
	Careless: lab.Everything,
	Attacks: []lab.Attack{
		{
			Slug: "implicit", Title: "finds an access token in the history of a browser", Run: implicit,
			Stops: []string{"as.response_type.code"},
		},
		{
			Slug: "password", Title: "uses the password that the user gave to an app", Run: password,
			Stops: []string{"as.grant_type.known"}, Refusal: "unsupported_grant_type",
		},
	},
}

var errNoToken = errors.New("the address in the history has no access token")

// implicit is the grant of RFC 6749 §4.2, whose access token is part of an address.
func implicit(s *lab.Scene) error {
	s.Step("Alice", "signs in with an app that uses the implicit grant, on a computer that she shares")
	if err := s.Victim.SignIn(s.Begin(s.Native, url.Values{"response_type": {"token"}}).URL); err != nil {
		return err
	}
	s.Step("Mallory", "opens the history of that browser after Alice has left")
	back := s.Victim.Reached(s.Native.RedirectURI)
	if back == nil {
		return errNoToken
	}
	fragment, err := url.ParseQuery(back.Fragment)
	if err != nil || fragment.Get("access_token") == "" {
		return errNoToken
	}
	s.Step("Mallory", "copies the access token out of the address, and reads Alice's notes")
	_, err = s.ReadNotes(fragment.Get("access_token"))
	return err
}

// password is the grant of RFC 6749 §4.3, for which the user tells an app the password.
func password(s *lab.Scene) error {
	s.Step("Mallory", "offers an app that prints notes nicely, with a form for the password")
	s.Step("Alice", "types her username and her password into that app, as the grant asks her to")
	form := url.Values{"grant_type": {"password"}, "username": {s.Victim.Username}, "password": {s.VictimPassword()}, "scope": {"notes:read notes:write"}}
	s.Step("Mallory", "keeps the password, and gets an access token with every scope that she likes")
	tokens, err := s.Token(s.Program, s.Mallory, form)
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads Alice's notes, at night, without the app")
	_, err = s.ReadNotes(tokens.AccessToken)
	return err
}

// Package scopeescalation is lab 10: a client gets more access than the user has allowed.
//
//	lab.go     the attacks
//	README.md  the text for learners
package scopeescalation

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
	ID: "10", Slug: "scope-escalation", Title: "Scope escalation", Minutes: 12, README: readme,
	Specs:    []string{"RFC 6749 §3.3", "RFC 6749 §6", "RFC 6750 §3.1"},
	Careless: lab.Everything,
	Attacks: []lab.Attack{
		{Slug: "refresh", Title: "asks for more scope when it refreshes", Run: atRefresh, Stops: []string{"as.scope.subset"}, Refusal: "invalid_scope"},
		{Slug: "silent", Title: "asks for more scope without a page", Run: withoutPage, Stops: []string{"as.prompt.consented"}},
		{Slug: "route", Title: "calls a route that the token does not cover", Run: atOtherRoute, Stops: []string{"rs.scope"}, Refusal: "insufficient_scope"},
	},
}

var errNoCode = errors.New("the browser was not sent back with a code")

// allow makes the victim allow the app of the attacker to write notes, and nothing else.
func allow(s *lab.Scene) (lab.Tokens, error) {
	s.Step("Alice", "signs in at Mallory's scanner app, and allows it to write notes, but not to read them")
	return s.SignInTo(s.Mallory, s.Victim, url.Values{"scope": {"notes:write"}})
}

// atRefresh names more scope in a refresh request than the user has allowed.
func atRefresh(s *lab.Scene) error {
	s.CheckScope()
	tokens, err := allow(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "refreshes the access token, and asks for notes:read in the same request")
	more, err := s.Refresh(s.Program, s.Mallory, tokens.RefreshToken, url.Values{"scope": {"notes:read"}})
	if err != nil {
		return err
	}
	return read(s, more.AccessToken)
}

// withoutPage sends a second authorization request while the victim is signed in, without a page that
// the victim would see.
func withoutPage(s *lab.Scene) error {
	s.CheckScope()
	if _, err := allow(s); err != nil {
		return err
	}
	login := s.Begin(s.Mallory, url.Values{"scope": {"notes:read"}, "prompt": {"none"}})
	s.Step("Mallory", "sends Alice's browser from a page of hers to the authorization endpoint, for notes:read and with prompt=none")
	if err := s.Victim.Follow(login.URL); err != nil {
		return err
	}
	code := s.Evil.Received("code")
	if s.Evil.Received("state") != login.State || code == "" {
		return errNoCode
	}
	s.Step("Mallory", "receives a code at her redirect URI before Alice has seen any page, and redeems it")
	tokens, err := s.Redeem(s.Mallory, code, login.Verifier)
	if err != nil {
		return err
	}
	return read(s, tokens.AccessToken)
}

// atOtherRoute uses a token as it is.
func atOtherRoute(s *lab.Scene) error {
	tokens, err := allow(s)
	if err != nil {
		return err
	}
	return read(s, tokens.AccessToken)
}

func read(s *lab.Scene, token string) error {
	s.Step("Mallory", "reads Alice's notes with the access token")
	_, err := s.ReadNotes(token)
	return err
}

// Package replay is lab 7: a code or a refresh token that two parties use.
//
//	lab.go     the attacks
//	README.md  the text for learners
package replay

import (
	_ "embed"
	"errors"
	"fmt"
	"time"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "07", Slug: "replay", Title: "Replay: codes and refresh tokens", Minutes: 15, README: readme,
	Specs:    []string{"RFC 6749 §4.1.2", "RFC 9700 §4.14.2"},
	Careless: lab.Everything,
	Attacks: []lab.Attack{
		{Slug: "refresh", Title: "uses a refresh token before the app does", Run: refreshFirst, Stops: []string{"as.refresh.reuse"}, Refusal: "invalid_grant"},
		{Slug: "code", Title: "uses a code before the app does", Run: redeemFirst, Stops: []string{"as.code.unused"}, Refusal: "invalid_grant"},
	},
}

// refreshFirst uses a refresh token that was copied from the victim's machine.
func refreshFirst(s *lab.Scene) error {
	s.Step("Alice", "signs in at an app on her computer, which keeps a refresh token")
	tokens, err := s.SignInTo(s.Native, s.Victim, nil)
	if err != nil {
		return err
	}
	s.Step("Mallory", "copies the refresh token from a backup of that computer, and uses it before the app does")
	stolen, err := s.Refresh(s.Program, s.Native, tokens.RefreshToken, nil)
	if err != nil {
		return err
	}
	s.Pass(time.Minute)
	s.Step("Alice", "opens the app a minute later, and the app refreshes with the token that it has")
	_, err = s.Refresh(s.VictimProgram, s.Native, tokens.RefreshToken, nil)
	return stays(s, stolen, err)
}

// redeemFirst uses a code and its verifier, which were copied from a log of the app.
func redeemFirst(s *lab.Scene) error {
	s.Step("Alice", "starts an app on her computer, which sends her browser to the authorization server")
	login := s.Begin(s.Native, nil)
	if err := s.Victim.SignIn(login.URL); err != nil {
		return err
	}
	back, verifier := s.Victim.Reached(s.Native.RedirectURI), ""
	if back == nil {
		return errors.New("the victim's browser was not sent back with a code")
	}
	code := back.Query().Get("code")
	if s.Native.PKCE {
		verifier = login.Verifier
	}
	s.Step("Mallory", "reads the code in a log of the app, which has the secrets of PKCE too, and redeems it before the app does")
	stolen, err := s.Redeem(s.Native, code, verifier)
	if err != nil {
		return err
	}
	s.Step("Alice", "waits while the app redeems the same code")
	_, err = s.RedeemWith(s.VictimProgram, s.Native, code, verifier)
	return stays(s, stolen, err)
}

// stays lets the victim sign in again, after the app was refused, and then goes on with the stolen tokens.
func stays(s *lab.Scene, stolen lab.Tokens, refused error) error {
	if _, ok := errors.AsType[*lab.Refusal](refused); !ok {
		return fmt.Errorf("the app was not refused: %w", refused)
	}
	s.Step("Alice", "sees that the app asks her to sign in again, does so, and writes a new note")
	if _, err := s.SignInTo(s.Native, s.Victim, nil); err != nil {
		return err
	}
	if err := s.Renew(); err != nil {
		return err
	}
	s.Pass(time.Hour)
	s.Step("Mallory", "refreshes her own token an hour later")
	later, err := s.Refresh(s.Program, s.Native, stolen.RefreshToken, nil)
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads Alice's new note with the access token")
	_, err = s.ReadNotes(later.AccessToken)
	return err
}

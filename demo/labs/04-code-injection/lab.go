// Package codeinjection is lab 4: the attacker gives a stolen code to the honest client, which has the secret
// that the attacker lacks.
//
//	lab.go        the attack on a client without PKCE
//	downgrade.go  the attack on a client with PKCE, at a server that does not require it
//	README.md     the text for learners
package codeinjection

import (
	_ "embed"
	"net/http"
	"net/url"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "04", Slug: "code-injection", Title: "Code injection and PKCE downgrade", Minutes: 20, README: readme,
	Specs:    []string{"RFC 9700 §4.5", "RFC 9700 §4.8", "RFC 7636 §4"},
	Careless: lab.OnlyClient,
	Attacks: []lab.Attack{
		{
			Slug: "injection", Title: "puts a stolen code into a sign-in of her own", Run: inject,
			Stops: []string{"as.pkce.verifier", "client.nonce.match"},
		},
		{
			Slug: "downgrade", Title: "has a code issued without a challenge", Run: downgrade,
			Stops: []string{"as.pkce.required", "client.state.bound"}, Around: []string{"as.pkce.verifier"}, Refusal: "invalid_request",
		},
	},
}

// inject redeems a code of the victim in a session of the attacker.
func inject(s *lab.Scene) error {
	s.Step("Alice", "signs in at the notes app while the app is restarted, so nobody redeems her code")
	stolen, err := s.Victim.SignInUntil(s.Client+"/login", s.Web.RedirectURI)
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads the code in the log of the proxy in front of the app")
	s.Step("Mallory", "begins to sign in at the app herself, and does not open the last address")
	own, err := s.Attacker.SignInUntil(s.Client+"/login", s.Web.RedirectURI)
	if err != nil {
		return err
	}
	s.Step("Mallory", "replaces her code in that address by Alice's code, and opens it")
	return useCode(s, own, stolen)
}

// useCode opens a response of the attacker with another code in it, and reads the notes of the session.
func useCode(s *lab.Scene, response, stolen *url.URL) error {
	q := response.Query()
	q.Set("code", stolen.Query().Get("code"))
	with := *response
	with.RawQuery = q.Encode()
	if err := s.Attacker.Open(with.String()); err != nil {
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

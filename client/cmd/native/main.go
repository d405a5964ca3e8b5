// Command native is an application on the user's machine (RFC 8252). It cannot keep a secret,
// so it is a public client, and it never sees a password. The user signs in with the system
// browser, which is redirected with the code to a port of this machine.
//
//	native ──authorization request──→ browser ──→ authorization server
//	native ←─code, at 127.0.0.1:port─ browser ←── authorization server
//	native ──code, code_verifier──→ authorization server
//	native ──access token──→ notes API
package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/client/cmd/internal/issuer"
	"quartet.example/client/cmd/internal/loopback"
	"quartet.example/client/cmd/internal/notes"
	"quartet.example/client/cmd/internal/report"
	"quartet.example/client/cmd/internal/systembrowser"
	"quartet.example/shared/oauth"
)

type settings struct {
	command.Servers
	ClientID string        `default:"native" help:"our client_id; we are a public client and have no secret (RFC 8252 §8.4)"`
	Scope    []string      `default:"notes:read" help:"scope of the access token"`
	Browser  bool          `default:"true" negatable:"" help:"open the system browser; its address is printed in any case"`
	Timeout  time.Duration `default:"3m" help:"time to sign in"`
}

const description = "Signs you in with your browser, as an application on your machine does (RFC 8252), and reads your notes."

func main() { command.Main("native", description, new(settings)) }

// Run signs the user in and reads their notes.
func (s *settings) Run(ctx context.Context, client *http.Client, out io.Writer) error {
	token, err := s.signIn(ctx, client, out)
	if err != nil {
		return err
	}
	report.Token(out, token)
	return report.Notes(ctx, out, notes.API{URL: s.Resource, Token: token, HTTP: client})
}

// signIn is the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636).
func (s *settings) signIn(ctx context.Context, client *http.Client, out io.Writer) (*oauth2.Token, error) {
	metadata, err := issuer.Discover(ctx, client, s.Issuer) // RFC 8414
	if err != nil {
		return nil, err
	}
	if metadata.AuthorizationEndpoint == "" || metadata.TokenEndpoint == "" {
		return nil, errors.New("the authorization server does not offer the code grant")
	}
	state, verifier := oauth.NewSecret(), oauth.NewSecret()
	want := response{issuer: metadata.Issuer, sendsIt: metadata.AuthorizationResponseIssSupported}
	redirect, err := loopback.Listen(loopback.Expected{Program: "native", Path: "/callback", State: state, Read: want.code})
	if err != nil {
		return nil, err
	}
	defer redirect.Close()

	grant := oauth2.Config{
		ClientID: s.ClientID, Scopes: s.Scope, RedirectURL: redirect.URI,
		Endpoint: issuer.Endpoint(metadata, oauth2.AuthStyleInParams), // only client_id: a public client
	}
	resource := oauth2.SetAuthURLParam("resource", s.Resource) // RFC 8707 §2
	systembrowser.Visit(ctx, out, s.Browser, grant.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), resource))

	code, err := redirect.Wait(ctx, s.Timeout)
	if err != nil {
		return nil, err
	}
	return grant.Exchange(context.WithValue(ctx, oauth2.HTTPClient, client), code, oauth2.VerifierOption(verifier), resource)
}

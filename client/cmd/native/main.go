// Command native is an application on somebody's machine (RFC 8252): it can keep
// no secret, so it has none, and it never sees a password. The user signs in with
// the system browser, which brings the code to a port of this machine.
//
//	native ──authorization request──→ browser ──→ authorization server
//	native ←─code, at 127.0.0.1:port─ browser ←── authorization server
//	native ──code, code_verifier──→ authorization server
//	native ──access token──→ notes API
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"quartet.example/client/cmd/internal/systembrowser"

	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/client/cmd/internal/issuer"
	"quartet.example/client/cmd/internal/notes"
	"quartet.example/client/cmd/internal/report"
	"quartet.example/shared/oauth"
)

type settings struct {
	command.Servers
	ClientID string        `default:"native" help:"our client_id; we are a public client and have no secret (RFC 8252 §8.4)"`
	Scope    []string      `default:"notes:read" help:"what the token should be good for"`
	Browser  bool          `default:"true" negatable:"" help:"open the system browser; its address is printed in any case"`
	Timeout  time.Duration `default:"3m" help:"time to sign in"`
}

const does = "Signs you in with your browser, as an application on your machine does (RFC 8252), and reads your notes."

func main() { command.Main(run) }

func run(ctx context.Context, client *http.Client, out io.Writer, args []string) error {
	var s settings
	if err := command.Load("native", does, &s, args); err != nil {
		return err
	}
	token, err := s.signIn(ctx, client, out)
	if err != nil {
		return err
	}
	report.Token(out, token)
	list, err := notes.API{URL: s.Resource, Token: token, HTTP: client}.List(ctx)
	if err != nil {
		return err
	}
	report.Notes(out, list)
	return nil
}

// signIn is the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636).
func (s settings) signIn(ctx context.Context, client *http.Client, out io.Writer) (*oauth2.Token, error) {
	metadata, err := issuer.Discover(ctx, client, s.Issuer) // RFC 8414
	if err != nil {
		return nil, err
	}
	if metadata.AuthorizationEndpoint == "" || metadata.TokenEndpoint == "" {
		return nil, errors.New("the authorization server does not offer the code grant")
	}
	state, verifier := oauth.NewSecret(), oauth.NewSecret()
	want := expected{state: state, issuer: metadata.Issuer, saysIssuer: metadata.AuthorizationResponseIssSupported}
	back, err := listen(want, loopback...)
	if err != nil {
		return nil, err
	}
	defer back.close()

	grant := oauth2.Config{
		ClientID: s.ClientID, Scopes: s.Scope, RedirectURL: back.uri,
		Endpoint: issuer.Endpoint(metadata, oauth2.AuthStyleInParams), // only client_id: a public client
	}
	resource := oauth2.SetAuthURLParam("resource", s.Resource) // RFC 8707 §2
	s.ask(ctx, out, grant.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), resource))

	code, err := back.wait(ctx, s.Timeout)
	if err != nil {
		return nil, err
	}
	return grant.Exchange(context.WithValue(ctx, oauth2.HTTPClient, client), code, oauth2.VerifierOption(verifier), resource)
}

// ask sends the user to the authorization server, with their own browser: one
// that is built in could read the password (RFC 8252 §8.12).
func (s settings) ask(ctx context.Context, out io.Writer, address string) {
	if s.Browser && systembrowser.Open(ctx, address) == nil {
		fmt.Fprintln(out, "your browser should open now; if it does not, visit")
	} else {
		fmt.Fprintln(out, "to sign in, visit")
	}
	fmt.Fprintf(out, "\n  %s\n\n", address)
}

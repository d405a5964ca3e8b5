// Command service is a program without a user, such as a nightly job on a server. It gets an
// access token for itself (client credentials, RFC 6749 §4.4) and calls an API, which sees a
// client and not a user.
//
//	service ──client_id, client_secret──→ authorization server
//	service ←──────access token───────── authorization server
//	service ──access token──→ API
package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/client/cmd/internal/issuer"
	"quartet.example/client/cmd/internal/notes"
	"quartet.example/client/cmd/internal/report"
	"quartet.example/shared/config"
)

type settings struct {
	command.Servers
	ClientID     string        `default:"service" help:"our client_id"`
	ClientSecret config.Secret `default:"service-dev-secret-not-for-production" help:"our client_secret, a value or @file"`
	Scope        []string      `default:"notes:read,notes:write" help:"scope of the access token"`
}

const description = "Gets an access token for itself (client credentials, RFC 6749 §4.4) and asks the API whom the token identifies."

func main() { command.Main("service", description, new(settings)) }

// Run gets a token and asks the API whom it identifies.
func (s *settings) Run(ctx context.Context, client *http.Client, out io.Writer) error {
	token, err := s.token(ctx, client)
	if err != nil {
		return err
	}
	report.Token(out, token)
	api := notes.API{URL: s.Resource, Token: token, HTTP: client}
	return report.WhoAmI(ctx, out, api) // no notes: they belong to users, and this token is for a client (RFC 9700 §4.15)
}

// token asks for one token. A program that runs on keeps the TokenSource of the
// grant instead: it asks again when a token is about to expire.
func (s *settings) token(ctx context.Context, client *http.Client) (*oauth2.Token, error) {
	metadata, err := issuer.Discover(ctx, client, s.Issuer) // RFC 8414
	if err != nil {
		return nil, err
	}
	if metadata.TokenEndpoint == "" {
		return nil, errors.New("the authorization server has no token endpoint")
	}
	grant := clientcredentials.Config{
		ClientID: s.ClientID, ClientSecret: s.ClientSecret.Reveal(),
		TokenURL: metadata.TokenEndpoint, AuthStyle: oauth2.AuthStyleInHeader, // RFC 6749 §2.3.1
		Scopes:         s.Scope,
		EndpointParams: url.Values{"resource": {s.Resource}}, // RFC 8707 §2.2: for this API, and no other
	}
	return grant.Token(context.WithValue(ctx, oauth2.HTTPClient, client))
}

// Command device is a program on a device without a browser or a keyboard (RFC 8628), such
// as a television or a server behind SSH. It shows a code, and the user gives their consent
// on a phone.
//
//	device ──client_id, scope──→ authorization server
//	device ←──device_code, user_code──
//	       the user types or scans the user_code, signs in and gives consent
//	device ──device_code, every few seconds──→ authorization server
//	device ──access token──→ notes API
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/mdp/qrterminal/v3"
	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/client/cmd/internal/issuer"
	"quartet.example/client/cmd/internal/notes"
	"quartet.example/client/cmd/internal/report"
	"quartet.example/shared/oauth"
)

type settings struct {
	command.Servers
	ClientID string   `default:"tv" help:"our client_id; we are a public client and have no secret"`
	Scope    []string `default:"notes:read" help:"scope of the access token"`
	QR       bool     `name:"qr" default:"true" negatable:"" help:"show the address as a QR code"`
}

const description = "Signs you in on another device, as a television does (RFC 8628), and reads your notes."

func main() { command.Main("device", description, new(settings)) }

// Run signs the user in and reads their notes.
func (s *settings) Run(ctx context.Context, client *http.Client, out io.Writer) error {
	token, err := s.signIn(context.WithValue(ctx, oauth2.HTTPClient, client), client, out)
	if err != nil {
		return err
	}
	report.Token(out, token)
	return report.Notes(ctx, out, notes.API{URL: s.Resource, Token: token, HTTP: client})
}

// signIn is the device authorization grant.
func (s *settings) signIn(ctx context.Context, client *http.Client, out io.Writer) (*oauth2.Token, error) {
	metadata, err := issuer.Discover(ctx, client, s.Issuer) // RFC 8414, RFC 8628 §4
	if err != nil {
		return nil, err
	}
	if metadata.DeviceAuthorizationEndpoint == "" {
		return nil, errors.New("the authorization server has no device authorization endpoint")
	}
	grant := oauth2.Config{ClientID: s.ClientID, Scopes: s.Scope, Endpoint: issuer.Endpoint(metadata, oauth2.AuthStyleInParams)}
	device, err := grant.DeviceAuth(ctx, oauth2.SetAuthURLParam("resource", s.Resource)) // RFC 8628 §3.1, RFC 8707 §2
	if err != nil {
		return nil, err
	}
	s.show(out, device)
	token, err := grant.DeviceAccessToken(ctx, device) // §3.4: polls, and more slowly after each slow_down (§3.5)
	return token, ended(err, device.Expiry)
}

// show asks the user for consent (RFC 8628 §3.3, and §3.3.1 for the QR code). It shows the user
// code beside the QR code too, so that the user can compare it with the page (§5.4).
func (s *settings) show(out io.Writer, device *oauth2.DeviceAuthResponse) {
	fmt.Fprintf(out, "on your phone or computer, visit\n\n  %s\n\nand enter the code\n\n  %s\n\n", device.VerificationURI, device.UserCode)
	if device.VerificationURIComplete != "" {
		fmt.Fprintf(out, "or go there with the code filled in\n\n  %s\n\n", device.VerificationURIComplete)
		if s.QR {
			qrterminal.GenerateHalfBlock(device.VerificationURIComplete, qrterminal.L, out)
		}
	}
	if !device.Expiry.IsZero() {
		fmt.Fprintf(out, "waiting for you, %s at most\n", time.Until(device.Expiry).Round(time.Second))
	}
}

// ended returns the error of a sign-in that ended without a token (RFC 8628 §3.5), in words.
func ended(err error, expiry time.Time) error {
	var refused *oauth2.RetrieveError
	var code oauth.Code
	if errors.As(err, &refused) {
		code = oauth.Code(refused.ErrorCode)
	}
	switch {
	case code == oauth.ExpiredToken, errors.Is(err, context.DeadlineExceeded) && !time.Now().Before(expiry):
		return errors.New("nobody allowed it in time, and the code has expired; start again")
	case code == oauth.AccessDenied:
		return errors.New("you, or the authorization server for you, said no")
	}
	return err
}

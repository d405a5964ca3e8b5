package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/demo/stack"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
)

type tokenCommand struct {
	User      string        `arg:"" optional:"" help:"username or sub of the user of the token; if omitted, the client acts for itself"`
	Scope     []string      `sep:"," placeholder:"SCOPE" help:"such as notes:read; several are separated by commas or spaces"`
	Client    string        `placeholder:"ID" help:"client that the token is issued to; the default is notes"`
	Audience  []string      `sep:"," placeholder:"URI" help:"resource that the token is for; the default is that of the scope"`
	Claim     []string      `sep:"none" placeholder:"NAME=VALUE" help:"a further claim, or another value for one; the value is JSON, or text if it is not JSON; null removes the claim; may be repeated"`
	ExpiresIn time.Duration `placeholder:"DURATION" help:"lifetime, such as 30s or 1h; the default is that of the server"`
	Forge     string        `placeholder:"FLAW" help:"a token that every service must refuse: expired, not_yet_valid, wrong_audience, wrong_issuer, alg_none, hmac_public_key, unknown_kid, wrong_typ, foreign_key or tampered_payload"`
	IDToken   bool          `name:"id-token" help:"an ID token instead of an access token"`

	Issuer       string        `placeholder:"URL" help:"issuer identifier of the authorization server; the default is that of the settings"`
	ControlToken config.Secret `env:"CONTROL_TOKEN,AUTHSERVER_CONTROL_TOKEN" placeholder:"TOKEN" help:"control token of a server on another machine or in a container, a value or @file"`
}

// run prints the token, and nothing else, to w.
func (c tokenCommand) run(ctx context.Context, w io.Writer) error {
	order, err := c.order()
	if err != nil {
		return err
	}
	settings, err := stack.LoadRunning()
	if err != nil {
		return err
	}
	issuer, err := issuerAt(cmp.Or(c.Issuer, settings.Authserver.Issuer))
	if err != nil {
		return err
	}
	if c.ControlToken.Reveal() != "" {
		if err := localnet.RequireConfidential("issuer", issuer); err != nil {
			return fmt.Errorf("%w: the control token would be readable on the way", err)
		}
	}
	server := &controlapi.Client{Issuer: issuer, Token: c.ControlToken.Reveal(), HTTP: settings.HTTP(0)}
	var issued controlapi.Issued
	if c.Forge != "" {
		issued, err = server.Forge(ctx, controlapi.Forgery{Flaw: controlapi.Flaw(c.Forge), Token: order})
	} else {
		issued, err = server.Issue(ctx, order)
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("no authorization server at %s; start one with make demo", issuer)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, flowview.Printable(issued.Token))
	return err
}

// order returns the token that the flags describe.
func (c tokenCommand) order() (controlapi.Token, error) {
	order := controlapi.Token{
		User: c.User, Client: c.Client, Audience: c.Audience, Scope: strings.Join(c.Scope, " "),
		ExpiresIn: int(c.ExpiresIn / time.Second),
	}
	if c.ExpiresIn != 0 && (c.ExpiresIn < time.Second || c.ExpiresIn%time.Second != 0) {
		return order, errors.New("expires-in: want whole seconds, at least one; for a token that has expired: --forge=expired")
	}
	if c.IDToken {
		order.Type = controlapi.IDToken
	}
	for _, claim := range c.Claim {
		name, value, ok := strings.Cut(claim, "=")
		if !ok || name == "" {
			return order, fmt.Errorf("claim: want NAME=VALUE, got %q", claim)
		}
		if order.Claims == nil {
			order.Claims = map[string]any{}
		}
		order.Claims[name] = claimValue(value)
	}
	return order, nil
}

// claimValue returns the value of a claim: the JSON in text, or else the text itself.
func claimValue(text string) any {
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

// issuerAt returns the issuer at an address.
func issuerAt(address string) (string, error) {
	if _, err := localnet.ParseServer(address); err != nil {
		return "", fmt.Errorf("issuer: %w", err)
	}
	return strings.TrimSuffix(address, "/"), nil
}

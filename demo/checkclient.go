package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"quartet.example/demo/mirror/clientcheck"
	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

type checkClientCommand struct {
	URL  string `arg:"" optional:"" help:"address of the client that begins a sign-in, such as http://localhost:3000/login"`
	List bool   `help:"print all defences and end"`

	Listen       string        `default:"127.0.0.1:9010" help:"loopback address of the hostile authorization server; its issuer is http:// and this address"`
	ClientID     string        `default:"check-client" help:"client_id that the client is configured with"`
	ClientSecret config.Secret `help:"client_secret that the client is configured with, a value or @file; empty: a new one is printed"`
	Public       bool          `help:"the client has no secret"`

	SignedIn    string        `placeholder:"URL" help:"page of the client that answers 2xx only to users who are signed in; without it, the end of a sign-in is compared with that of an honest one"`
	ReturnParam string        `placeholder:"NAME" help:"parameter of the URL with the address after the sign-in, such as return_to"`
	Patience    time.Duration `default:"30s" help:"how long the client may take for a response"`
	KeyWait     time.Duration `default:"0s" help:"how long to wait until the client fetches the JWK Set again"`
	Only        []string      `placeholder:"ID" help:"test only these defences; client.id-token is all that begin with it"`
	Skip        []string      `placeholder:"ID" help:"do not test these defences"`
	CA          string        `name:"ca" placeholder:"FILE" help:"certificates in PEM that the client's https certificate is trusted by, beside those of the system"`

	report.Files `embed:""`
}

// run attacks a client, and returns one of the errors of package report if it has not all defences.
func (c checkClientCommand) run(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) error {
	text := c.Text(stdout, stderr, coloured)
	if c.List {
		return c.Files.List(stdout, text, clientcheck.Defences())
	}
	if c.URL == "" {
		return errors.New("which client? Give the address that begins a sign-in, or --list")
	}
	roots, err := c.roots()
	if err != nil {
		return err
	}
	p, err := c.provider(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := c.introduce(p, stdin, text.W); err != nil {
		return err
	}
	r, err := clientcheck.Run(ctx, p, clientcheck.Options{
		StartURL: c.URL, SignedIn: c.SignedIn, ReturnParam: c.ReturnParam, Patience: c.Patience, KeyWait: c.KeyWait,
		Only: c.Only, Skip: c.Skip, RootCAs: roots, Now: time.Now,
	}, text.Result)
	if err != nil {
		return err
	}
	return c.End(stdout, text, r)
}

func (c checkClientCommand) provider(ctx context.Context) (*hostile.Provider, error) {
	secret := ""
	if !c.Public {
		secret = cmp.Or(c.ClientSecret.Reveal(), oauth.NewSecret())
	}
	return hostile.Start(ctx, hostile.Options{Listen: c.Listen, ClientID: c.ClientID, ClientSecret: secret, Now: time.Now})
}

// roots returns the trusted certificates, nil for those of the system.
func (c checkClientCommand) roots() (*x509.CertPool, error) {
	if c.CA == "" {
		return nil, nil
	}
	file, err := os.ReadFile(c.CA)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err == nil && !pool.AppendCertsFromPEM(file) {
		err = fmt.Errorf("%s has no certificate in PEM", c.CA)
	}
	return pool, err
}

// introduce says how to configure the client. If that includes a new secret, it waits until the user has
// done so.
func (c checkClientCommand) introduce(p *hostile.Provider, stdin io.Reader, w io.Writer) error {
	fmt.Fprintf(w, "Configure the client with this authorization server, and start it:\n\n  issuer         %s\n  client_id      %s\n", p.Issuer, p.ClientID)
	if c.Public || !c.ClientSecret.IsZero() {
		_, err := fmt.Fprintln(w)
		return err
	}
	fmt.Fprintf(w, "  client_secret  %s\n\n", p.ClientSecret)
	fmt.Fprintln(w, "Press Enter when the client runs.")
	if _, err := bufio.NewReader(stdin).ReadString('\n'); err != nil {
		return errors.New("the client cannot have this new secret yet: set --client-secret, or --public if it has none")
	}
	return nil
}

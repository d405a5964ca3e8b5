package apicheck

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/localnet"
)

// Options are the settings of quartet check-api. URL is required.
type Options struct {
	URL    string   `arg:"" optional:"" help:"URL of a route of the API that needs an access token"`
	Method string   `short:"X" default:"GET" help:"method of the request; it is sent a few hundred times, so it should change nothing"`
	Header []string `short:"H" placeholder:"NAME:VALUE" sep:"none" help:"further header field of each request; may be repeated"`
	Body   string   `placeholder:"TEXT" help:"body of each request"`

	Listen   string          `default:"127.0.0.1:9009" help:"loopback address of the issuer that is served to the API"`
	Issuer   string          `placeholder:"URL" help:"issuer identifier; default: http:// and the address of --listen. If the API needs https, put a proxy before --listen"`
	Audience string          `placeholder:"ID" help:"identifier of the API, for aud (RFC 8707 §2); default: the origin of the URL"`
	Scope    string          `placeholder:"SCOPE" help:"scope that the route needs; without it, scope is not tested"`
	Subject  string          `default:"alice" help:"sub of the tokens"`
	Client   string          `default:"check-api" help:"client_id of the tokens"`
	Claims   json.RawMessage `placeholder:"JSON" help:"further claims of the tokens, as a JSON object"`
	Alg      string          `default:"RS256" enum:"RS256,PS256,ES256,EdDSA" help:"algorithm of the tokens: ${enum}"`
	Typ      string          `default:"at+jwt" help:"typ of the tokens (RFC 9068 §2.1)"`

	User bool `help:"the route needs a user: a token of a client that acts for itself must be refused"`
	DPoP bool `name:"dpop" help:"bind all tokens to a key and send proofs (RFC 9449); without it, bearer tokens are sent"`

	Wait     time.Duration `default:"5m" help:"how long to wait until the API accepts a valid token"`
	Patience time.Duration `default:"1m" help:"how long the API may take to fetch a new key set"`
	Only     []string      `placeholder:"ID" help:"test only these defences; api.jwks stands for all whose id begins with it"`
	Skip     []string      `placeholder:"ID" help:"leave these defences out"`

	Listener net.Listener `kong:"-"` // nil: one on Listen; for tests

	// Now and Sleep are the clock. nil: that of the system.
	Now   func() time.Time                     `kong:"-"`
	Sleep func(context.Context, time.Duration) `kong:"-"`
}

// withDefaults returns the settings with those that are derived from others, or all problems in one
// error.
func (o Options) withDefaults() (Options, error) {
	target, err := url.Parse(o.URL)
	if err != nil || target.Host == "" || target.Scheme != "http" && target.Scheme != "https" {
		return o, fmt.Errorf("%q is not the URL of an API: write http:// or https://, host and path", o.URL)
	}
	if o.Audience == "" {
		o.Audience = target.Scheme + "://" + target.Host
	}
	if o.Typ == "" {
		o.Typ = accesstoken.Type
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o, errors.Join(o.validateListen(), o.validateClaims(), o.validateHeader(), o.validateNames())
}

// validateListen refuses an address that others in the network could reach: the issuer misbehaves on
// purpose.
func (o Options) validateListen() error {
	if o.Listener != nil {
		return nil
	}
	host, _, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	if !localnet.IsLoopback(host) {
		return fmt.Errorf("--listen: %q is not a loopback address. The issuer misbehaves on purpose, so nobody else may reach it", o.Listen)
	}
	return nil
}

func (o Options) validateClaims() error {
	var claims map[string]any
	if len(o.Claims) > 0 && json.Unmarshal(o.Claims, &claims) != nil {
		return fmt.Errorf("--claims: %q is not a JSON object", o.Claims)
	}
	return nil
}

func (o Options) validateHeader() error {
	for _, field := range o.Header {
		if name, _, ok := strings.Cut(field, ":"); !ok || name == "" || http.CanonicalHeaderKey(strings.TrimSpace(name)) == "Authorization" {
			return fmt.Errorf("--header: %q is not NAME:VALUE, or the name is Authorization, which the attacks set", field)
		}
	}
	return nil
}

// validateNames refuses the name of a defence that does not exist. A misspelt name would test nothing.
func (o Options) validateNames() error {
	for _, name := range slices.Concat(o.Only, o.Skip) {
		if !slices.ContainsFunc(Defences(), func(d Defence) bool { return names(name, d.ID) }) {
			return fmt.Errorf("there is no defence %q: quartet check-api --list names them", name)
		}
	}
	return nil
}

// chosen reports whether the defence is to be tested.
func (o Options) chosen(id string) bool {
	named := func(name string) bool { return names(name, id) }
	return (len(o.Only) == 0 || slices.ContainsFunc(o.Only, named)) && !slices.ContainsFunc(o.Skip, named)
}

// names reports whether name is the id, or the first words of it.
func names(name, id string) bool { return id == name || strings.HasPrefix(id, name+".") }

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

package walk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// Options are how a walk is performed. The zero value is right for a program that wants the result.
type Options struct {
	Scope []string // instead of the scopes of the flow

	// Before is called before each message that the walk sends. It may wait, and its error ends the walk.
	Before func(ctx context.Context, method, address string) error

	// Each is called for each message when it is answered, in their order.
	Each func(*flow.Hop, Raw)

	// Person lets the person at the terminal sign in. It is required if the target has no User.
	Person Person
}

// Run performs a flow against a target. The error is a *Refused if the server refused a request that the
// flow needs. Another error means that the flow could not be tried.
func Run(ctx context.Context, name string, t *Target, o Options) (Result, error) {
	f, ok := Named(name)
	if !ok {
		return Result{}, fmt.Errorf("there is no flow %q", name)
	}
	ctx, id := trace.Begin(ctx)
	w := newWalker(t, o, id)
	if err := w.discover(ctx); err != nil {
		return Result{}, err
	}
	if lacks := f.missing(w.metadata); lacks != "" {
		return Result{}, fmt.Errorf("%s does not have %s: see its metadata", t.Issuer, lacks)
	}
	err := errors.Join(f.run(w, ctx), w.callback.close())
	return Result{Flow: w.flow(), Last: w.last, Raw: w.lastRaw, callback: w.callback.host}, err
}

// maxMetadata is the number of octets of a metadata document that are read.
const maxMetadata = 1 << 20

// discover reads the metadata of the server (RFC 8414 §3, OIDC Discovery §4), which is no part of the flow.
func (w *walker) discover(ctx context.Context) error {
	issuer, err := url.Parse(w.target.Issuer)
	if err != nil {
		return err
	}
	path := strings.TrimSuffix(issuer.Path, "/")
	oauthDocument, openIDDocument := *issuer, *issuer
	oauthDocument.Path = "/.well-known/oauth-authorization-server" + path
	openIDDocument.Path = path + "/.well-known/openid-configuration"
	err = w.read(ctx, oauthDocument.String())
	if err != nil && w.read(ctx, openIDDocument.String()) != nil {
		return fmt.Errorf("no metadata of an authorization server: %w", err)
	}
	if w.metadata.Issuer != w.target.Issuer { // RFC 8414 §3.3
		return fmt.Errorf("the metadata is of %q, want %q (RFC 8414 §3.3)", w.metadata.Issuer, w.target.Issuer)
	}
	w.learnHosts()
	return w.confidential()
}

// confidential returns an error if the client would send a secret or a token without encryption, or if a server
// elsewhere names an endpoint on this machine, which would make the client send requests to programs here.
func (w *walker) confidential() error {
	m := w.metadata
	for name, address := range map[string]string{
		"token_endpoint": m.TokenEndpoint, "pushed_authorization_request_endpoint": m.PushedAuthorizationRequestEndpoint,
		"introspection_endpoint": m.IntrospectionEndpoint, "revocation_endpoint": m.RevocationEndpoint,
		"device_authorization_endpoint": m.DeviceAuthorizationEndpoint, "userinfo_endpoint": m.UserinfoEndpoint,
		"authorization_endpoint": m.AuthorizationEndpoint, "end_session_endpoint": m.EndSessionEndpoint, "jwks_uri": m.JWKSURI,
	} {
		if address == "" {
			continue
		}
		if err := localnet.RequireConfidential(name, address); err != nil {
			return err
		}
		if isHere(address) && !isHere(w.target.Issuer) {
			return fmt.Errorf("%s is on this machine, and the issuer is not", name)
		}
	}
	return nil
}

// isHere reports whether an address leads to this machine. The unspecified address, such as 0.0.0.0, does so on
// many systems.
func isHere(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return localnet.IsLoopback(u.Hostname()) || err == nil && ip.Unmap().IsUnspecified()
}

// read reads one metadata document.
func (w *walker) read(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	resp, err := w.plain.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, resp.Status)
	}
	var m oauth.ServerMetadata
	if err := json.NewDecoder(http.MaxBytesReader(nil, resp.Body, maxMetadata)).Decode(&m); err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	w.metadata = m
	return nil
}

// Answers reports whether the authorization server of the target answers with its metadata.
func (t *Target) Answers(ctx context.Context) bool {
	return newWalker(t, Options{}, "").discover(ctx) == nil
}

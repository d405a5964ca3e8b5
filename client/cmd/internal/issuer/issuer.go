// Package issuer fetches the metadata of an authorization server (RFC 8414).
package issuer

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

const (
	wellKnown   = "/.well-known/oauth-authorization-server"
	maxDocument = 1 << 20
)

// Discover returns the metadata of the issuer. It refuses metadata of another issuer, and
// endpoints without https, except on this machine.
func Discover(ctx context.Context, client *http.Client, issuer string) (oauth.ServerMetadata, error) {
	var m oauth.ServerMetadata
	u, err := url.Parse(issuer)
	if err != nil {
		return m, err
	}
	u.Path = wellKnown + strings.TrimSuffix(u.Path, "/") // RFC 8414 §3.1: before the path of the issuer
	if err := get(ctx, client, u.String(), &m); err != nil {
		return m, fmt.Errorf("metadata of the authorization server: %w", err)
	}
	if m.Issuer != issuer { // RFC 8414 §3.3: octet by octet
		return m, fmt.Errorf("the metadata of %s is of another issuer, %q", issuer, m.Issuer)
	}
	for name, endpoint := range map[string]string{
		"token_endpoint": m.TokenEndpoint, "authorization_endpoint": m.AuthorizationEndpoint, "device_authorization_endpoint": m.DeviceAuthorizationEndpoint,
	} {
		if err := localnet.Confidential(endpoint); endpoint != "" && err != nil {
			return m, fmt.Errorf("%s of %s: %w", name, issuer, err)
		}
	}
	return m, nil
}

func get(ctx context.Context, client *http.Client, address string, v any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, resp.Status)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxDocument)).Decode(v); err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	return nil
}

// Endpoint returns the endpoints in the type of x/oauth2. style says how the client
// authenticates (RFC 6749 §2.3.1).
func Endpoint(m oauth.ServerMetadata, style oauth2.AuthStyle) oauth2.Endpoint {
	return oauth2.Endpoint{
		AuthURL: m.AuthorizationEndpoint, DeviceAuthURL: m.DeviceAuthorizationEndpoint, TokenURL: m.TokenEndpoint, AuthStyle: style,
	}
}

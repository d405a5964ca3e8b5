package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// trust checks the metadata before it is used.
func (p *Provider) trust(ctx context.Context, m oauth.ServerMetadata) error {
	if m.Issuer != p.Issuer {
		return checks.DiscoveryIssuer.Fail(ctx, nil).Comparing(oauth.Mismatch{
			Name: "issuer", Sent: m.Issuer, Expected: []string{p.Issuer}, As: "expected",
		})
	}
	checks.DiscoveryIssuer.Pass(ctx)
	if err := checks.DiscoveryEndpoints.RequireNil(ctx, p.trustEndpoints(m)); err != nil {
		return err
	}
	methods := m.CodeChallengeMethodsSupported // servers older than RFC 8414 §2 say nothing
	return checks.DiscoveryS256.Require(ctx, len(methods) == 0 || slices.Contains(methods, oauth.S256))
}

func (p *Provider) trustEndpoints(m oauth.ServerMetadata) error {
	required := map[string]string{
		"authorization_endpoint": m.AuthorizationEndpoint, "token_endpoint": m.TokenEndpoint, "jwks_uri": m.JWKSURI,
	}
	optional := map[string]string{
		"userinfo_endpoint": m.UserinfoEndpoint, "revocation_endpoint": m.RevocationEndpoint, "end_session_endpoint": m.EndSessionEndpoint,
		"pushed_authorization_request_endpoint": m.PushedAuthorizationRequestEndpoint,
	}
	var errs []error
	for name, address := range required {
		errs = append(errs, p.trustEndpoint(name, address))
	}
	for name, address := range optional {
		if address != "" {
			errs = append(errs, p.trustEndpoint(name, address))
		}
	}
	return errors.Join(errs...)
}

func (p *Provider) trustEndpoint(name, address string) error {
	issuer, err := url.Parse(p.Issuer)
	if err != nil {
		return err
	}
	u, err := url.Parse(address)
	switch {
	case address == "":
		return fmt.Errorf("%s is missing", name)
	case err != nil || u.Host == "" || u.Fragment != "" || u.User != nil:
		return fmt.Errorf("%s is not an endpoint URL", name)
	case u.Scheme != "https" && issuer.Scheme == "https", localnet.Confidential(address) != nil:
		return fmt.Errorf("%s does not use https", name)
	case !strings.EqualFold(u.Host, issuer.Host) && !slices.Contains(p.EndpointHosts, strings.ToLower(u.Host)):
		return fmt.Errorf("%s is on %s, which is neither the issuer's host nor listed in endpoint-hosts", name, u.Host)
	}
	return nil
}

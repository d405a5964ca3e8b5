package provider

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// Revoke revokes the refresh token, and with it the grant (RFC 7009 §2). It does nothing if the
// server has no revocation endpoint.
func (p *Provider) Revoke(ctx context.Context, refreshToken string) error {
	m, err := p.Metadata(ctx)
	if err != nil || m.RevocationEndpoint == "" || refreshToken == "" {
		return err
	}
	form := url.Values{"token": {refreshToken}, "token_type_hint": {"refresh_token"}}
	got, err := p.post(ctx, m.RevocationEndpoint, form, nil)
	if err == nil {
		err = got.problem(http.StatusOK)
	}
	if err != nil {
		return fmt.Errorf("revocation endpoint: %w", err)
	}
	return nil
}

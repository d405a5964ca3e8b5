package provider

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

// Revoke gives the refresh token back, and with it the grant (RFC 7009 §2). A
// server without a revocation endpoint has nothing to be told.
func (p *Provider) Revoke(ctx context.Context, refreshToken string) error {
	m, err := p.Metadata(ctx)
	if err != nil || m.RevocationEndpoint == "" || refreshToken == "" {
		return err
	}
	form := url.Values{"token": {refreshToken}, "token_type_hint": {"refresh_token"}}
	req, err := p.authenticated(ctx, m.RevocationEndpoint, form)
	if err != nil {
		return err
	}
	resp, err := p.http.Do(req)
	if err != nil {
		return fmt.Errorf("revocation endpoint: %w: %w", core.ErrServerAway, err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("revocation endpoint: status %d", resp.StatusCode)
	}
	return nil
}

// authenticated is a form with client authentication (RFC 6749 §2.3.1).
func (p *Provider) authenticated(ctx context.Context, endpoint string, form url.Values) (*http.Request, error) {
	basic := p.AuthMethod == oauth.ClientSecretBasic
	if !basic {
		form.Set("client_id", p.ClientID)
	}
	if p.AuthMethod == oauth.ClientSecretPost {
		form.Set("client_secret", p.ClientSecret)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if basic {
		req.SetBasicAuth(url.QueryEscape(p.ClientID), url.QueryEscape(p.ClientSecret))
	}
	return req, nil
}

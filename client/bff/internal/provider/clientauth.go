package provider

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/oauth"
)

// authenticated returns a request with the form and with client authentication, which is the
// same at the token, revocation and pushed authorization request endpoints (RFC 6749 §2.3, RFC
// 9126 §2). It may add parameters to the form.
func (p *Provider) authenticated(ctx context.Context, endpoint string, form url.Values) (*http.Request, error) {
	switch p.AuthMethod {
	case oauth.ClientSecretBasic: // in the header
	case oauth.ClientSecretPost:
		form.Set("client_id", p.ClientID)
		form.Set("client_secret", p.ClientSecret)
	case oauth.PrivateKeyJWT: // RFC 7523 §2.2
		assertion, err := p.Keys.Assertion(ctx, p.ClientID, p.Issuer, p.now())
		if err != nil {
			return nil, err
		}
		form.Set("client_id", p.ClientID)
		form.Set("client_assertion_type", oauth.ClientAssertionType)
		form.Set("client_assertion", assertion)
	default:
		form.Set("client_id", p.ClientID)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	if p.AuthMethod == oauth.ClientSecretBasic { // RFC 6749 §2.3.1: both parts form-encoded, then Basic
		req.SetBasicAuth(url.QueryEscape(p.ClientID), url.QueryEscape(p.ClientSecret))
	}
	return req, nil
}

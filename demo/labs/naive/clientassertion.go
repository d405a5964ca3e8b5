package naive

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// authenticated returns a request with a form and with client authentication: an assertion if there is a key
// (RFC 7523 §2.2), otherwise the secret.
func (c *Client) authenticated(ctx context.Context, endpoint string, form url.Values) (*http.Request, error) {
	if c.Key != nil {
		assertion, err := c.assertion(ctx)
		if err != nil {
			return nil, err
		}
		form.Set("client_id", c.ClientID)
		form.Set("client_assertion_type", oauth.ClientAssertionType)
		form.Set("client_assertion", assertion)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if c.Key == nil {
		r.SetBasicAuth(url.QueryEscape(c.ClientID), url.QueryEscape(c.ClientSecret))
	}
	return r, nil
}

const assertionLife = time.Minute

func (c *Client) assertion(ctx context.Context) (string, error) {
	now := c.Now()
	return jose.Mint(ctx, *c.Key, "JWT", map[string]any{
		"iss": c.ClientID, "sub": c.ClientID, "aud": c.audience(), "iat": now.Unix(), "exp": now.Add(assertionLife).Unix(), "jti": oauth.NewSecret(),
	})
}

// audience returns what an assertion names as its receiver. RFC 7523 §3 says that it may be the URL of the
// token endpoint. The server says in its metadata what that is, and nobody checks it.
func (c *Client) audience() string {
	if c.Holes.EndpointAud {
		return c.server.TokenEndpoint
	}
	return c.Issuer
}

var errPush = errors.New("the server did not accept the pushed authorization request")

// pushed sends an authorization request to a server that has an endpoint for it, and returns what the browser
// carries instead (RFC 9126 §4). An application without a key does not push.
func (c *Client) pushed(ctx context.Context, request url.Values) (url.Values, error) {
	if c.Key == nil || c.server.PushedAuthorizationRequestEndpoint == "" {
		return request, nil
	}
	r, err := c.authenticated(ctx, c.server.PushedAuthorizationRequestEndpoint, request)
	if err != nil {
		return nil, err
	}
	a, err := c.send(r)
	if err != nil {
		return nil, err
	}
	var said struct {
		RequestURI string `json:"request_uri"`
	}
	if a.status != http.StatusCreated || json.Unmarshal(a.body, &said) != nil {
		return nil, errPush
	}
	return url.Values{"client_id": {c.ClientID}, "request_uri": {said.RequestURI}}, nil
}

// isAt reports whether all endpoints are on the host of an issuer.
func isAt(issuer string, endpoints ...string) bool {
	at, err := url.Parse(issuer)
	if err != nil {
		return false
	}
	for _, endpoint := range endpoints {
		if u, err := url.Parse(endpoint); endpoint != "" && (err != nil || u.Host != at.Host) {
			return false
		}
	}
	return true
}

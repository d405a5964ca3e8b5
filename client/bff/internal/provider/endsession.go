package provider

import (
	"context"
	"net/url"

	"quartet.example/client/bff/internal/core"
)

// Goodbye says how a user signs out at the issuer.
type Goodbye struct {
	ReturnTo string // post_logout_redirect_uri, registered
	State    string
	Hint     bool // send the ID token as a hint: the issuer does not ask the user, but the token passes through the browser
}

// EndSessionURL returns the address at which the user signs out at the issuer too (OIDC
// RP-Initiated Logout §2), or "" if the issuer has none.
func (p *Provider) EndSessionURL(ctx context.Context, session core.Session, g Goodbye) (string, error) {
	m, err := p.Metadata(ctx)
	if err != nil || m.EndSessionEndpoint == "" {
		return "", err
	}
	u, err := url.Parse(m.EndSessionEndpoint)
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set("client_id", p.ClientID)
	q.Set("post_logout_redirect_uri", g.ReturnTo)
	q.Set("state", g.State)
	switch {
	case g.Hint && session.Tokens.IDToken != "":
		q.Set("id_token_hint", session.Tokens.IDToken)
	case session.User.SID != "":
		q.Set("logout_hint", session.User.SID)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Origins returns the origins at which endpoints of the issuer may be. A page whose form is
// redirected there must allow them in its form-action (CSP Level 3 §6.4.1).
func (p *Provider) Origins() string {
	u, err := url.Parse(p.Issuer)
	if err != nil {
		return ""
	}
	origins := u.Scheme + "://" + u.Host
	for _, host := range p.EndpointHosts {
		origins += " " + u.Scheme + "://" + host
	}
	return origins
}

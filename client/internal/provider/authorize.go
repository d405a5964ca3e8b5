package provider

import (
	"context"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"quartet.example/client/internal/core"
)

// AuthorizationURL is where the browser goes to sign in (RFC 6749 §4.1.1, RFC
// 7636 §4.3, OIDC Core §3.1.2.1, RFC 8707 §2.1).
func (p *Provider) AuthorizationURL(ctx context.Context, state string, login core.PendingLogin) (string, error) {
	m, err := p.Metadata(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(login.CodeVerifier), oidc.Nonce(login.Nonce)}
	return p.config(m).AuthCodeURL(state, append(options, p.resource()...)...), nil
}

func (p *Provider) resource() []oauth2.AuthCodeOption {
	if p.Resource == "" {
		return nil
	}
	return []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("resource", p.Resource)}
}

// SendsIss tells whether the server promises iss in its answers (RFC 9207 §3).
func (p *Provider) SendsIss(ctx context.Context) (bool, error) {
	m, err := p.Metadata(ctx)
	return m.AuthorizationResponseIssSupported, err
}

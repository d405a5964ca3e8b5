package provider

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/proof"
	"quartet.example/shared/oauth"
)

// NewLogin returns a new attempt to sign in here, with a key if tokens are to be bound.
func (p *Provider) NewLogin(returnTo string, expires time.Time) (core.PendingLogin, error) {
	login := core.NewPendingLogin(p.Issuer, returnTo, expires)
	if !p.DPoP {
		return login, nil
	}
	var err error
	login.ProofKey, err = proof.NewKey()
	return login, err
}

// AuthorizationURL returns the address at which the user signs in: with the request, or with a
// reference to it if requests are pushed.
func (p *Provider) AuthorizationURL(ctx context.Context, state string, login core.PendingLogin) (string, error) {
	m, err := p.Metadata(ctx)
	if err != nil {
		return "", err
	}
	request, err := p.request(ctx, m, state, login)
	if err != nil {
		return "", err
	}
	if p.pushes(m) {
		if request, err = p.push(ctx, m, request, login.ProofKey); err != nil {
			return "", err
		}
	}
	u, err := url.Parse(m.AuthorizationEndpoint)
	if err != nil {
		return "", err
	}
	query := u.Query() // RFC 6749 §3.1: one that is there stays
	for name, values := range request {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// request is the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OIDC Core
// §3.1.2.1, RFC 8707 §2.1, RFC 9449 §10).
func (p *Provider) request(ctx context.Context, m oauth.ServerMetadata, state string, login core.PendingLogin) (url.Values, error) {
	q := url.Values{
		"response_type": {oauth.ResponseTypeCode}, "client_id": {p.ClientID}, "redirect_uri": {p.RedirectURI},
		"scope": {p.Scope.String()}, "state": {state}, "nonce": {login.Nonce},
		"code_challenge": {oauth.ChallengeOf(login.CodeVerifier)}, "code_challenge_method": {oauth.S256},
	}
	if p.Resource != "" {
		q.Set("resource", p.Resource)
	}
	if login.Wants.ACRValues != "" { // RFC 9470 §5, OIDC Core §3.1.2.1
		q.Set("acr_values", login.Wants.ACRValues)
	}
	if login.Wants.MaxAge != nil {
		q.Set("max_age", strconv.FormatInt(*login.Wants.MaxAge, 10))
	}
	if len(login.ProofKey) == 0 {
		return q, nil
	}
	algs := m.DPoPSigningAlgValuesSupported
	if err := checks.DPoPOffered.Require(ctx, len(algs) == 0 || slices.Contains(algs, proof.Algorithm)); err != nil {
		return nil, err
	}
	jkt, err := proof.Thumbprint(login.ProofKey)
	q.Set("dpop_jkt", jkt)
	return q, err
}

// SendsIss reports whether the server announces iss in its responses (RFC 9207 §3).
func (p *Provider) SendsIss(ctx context.Context) (bool, error) {
	m, err := p.Metadata(ctx)
	return m.AuthorizationResponseIssSupported, err
}

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

const (
	metadataAge  = 10 * time.Minute // after that it is fetched again, in the background
	retryAfter   = time.Second      // the least time between two attempts at a server that does not answer
	maxDocument  = 1 << 20          // size of a response: metadata, keys or tokens, in bytes
	oidcSuffix   = "/.well-known/openid-configuration"
	rfc8414Infix = "/.well-known/oauth-authorization-server"
)

type snapshot struct {
	metadata oauth.ServerMetadata
	keys     *issuerKeys
	fetched  time.Time
}

type failure struct {
	err error
	at  time.Time
}

// Metadata returns the trusted metadata of the issuer. It is fetched when first needed and
// refreshed in the background. While the server cannot be reached, the last metadata is used.
func (p *Provider) Metadata(ctx context.Context) (oauth.ServerMetadata, error) {
	s, err := p.snapshot(ctx)
	if err != nil {
		return oauth.ServerMetadata{}, err
	}
	return s.metadata, nil
}

// Ready is nil if users can sign in: the metadata is trusted, and there is a key that can verify
// an ID token.
func (p *Provider) Ready(ctx context.Context) error {
	s, err := p.snapshot(ctx)
	if err != nil {
		return err
	}
	return s.keys.ready(ctx)
}

func (p *Provider) snapshot(ctx context.Context) (*snapshot, error) {
	p.mu.Lock()
	known, failed := p.known, p.failed
	p.mu.Unlock()
	now := p.now()
	justFailed := failed.err != nil && now.Sub(failed.at).Abs() < retryAfter
	switch {
	case known != nil && (now.Sub(known.fetched) < metadataAge || justFailed):
		return known, nil
	case known != nil:
		p.flight.DoChan("metadata", func() (any, error) { return p.fetch(context.WithoutCancel(ctx)) })
		return known, nil
	case justFailed:
		return nil, failed.err
	}
	fetched, err, _ := p.flight.Do("metadata", func() (any, error) { return p.fetch(context.WithoutCancel(ctx)) })
	if err != nil {
		return nil, err
	}
	return fetched.(*snapshot), nil
}

func (p *Provider) fetch(ctx context.Context) (*snapshot, error) {
	m, err := p.discover(ctx)
	if err == nil {
		err = p.trust(ctx, m)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.failed = failure{err, p.now()}
		return nil, err
	}
	next := &snapshot{metadata: m, fetched: p.now()}
	if p.known != nil && p.known.metadata.JWKSURI == m.JWKSURI {
		next.keys = p.known.keys // the key set fetches its keys again by itself
	} else {
		next.keys = p.keysFrom(m.JWKSURI)
	}
	p.known, p.failed = next, failure{}
	return next, nil
}

// discover tries OIDC Discovery §4, then RFC 8414 §3.1.
func (p *Provider) discover(ctx context.Context) (oauth.ServerMetadata, error) {
	m, err := p.get(ctx, strings.TrimSuffix(p.Issuer, "/")+oidcSuffix)
	if !errors.Is(err, core.ErrNotFound) {
		return m, err
	}
	u, err := url.Parse(p.Issuer)
	if err != nil {
		return m, err
	}
	u.Path = rfc8414Infix + strings.TrimSuffix(u.Path, "/")
	return p.get(ctx, u.String())
}

func (p *Provider) get(ctx context.Context, address string) (oauth.ServerMetadata, error) {
	var m oauth.ServerMetadata
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return m, err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := p.http.Do(req)
	if err != nil {
		return m, fmt.Errorf("discovery: %w: %w", core.ErrServerAway, err)
	}
	defer func() { _ = resp.Body.Close() }()
	err = decodeDocument(resp, &m)
	return m, err
}

// decodeDocument decodes a JSON document. Its size is limited by the HTTP client. A server whose answer is no
// such document is as good as away: the error is core.ErrServerAway.
func decodeDocument(resp *http.Response, v any) error {
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return fmt.Errorf("%s: %w", resp.Request.URL.Path, core.ErrNotFound)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%s: %w: status %d", resp.Request.URL.Path, core.ErrServerAway, resp.StatusCode)
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind != "application/json" {
		return fmt.Errorf("%s: %w: content type %q is not application/json", resp.Request.URL.Path, core.ErrServerAway, kind)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", resp.Request.URL.Path, core.ErrServerAway, err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("%s: %w: %w", resp.Request.URL.Path, core.ErrServerAway, err)
	}
	return nil
}

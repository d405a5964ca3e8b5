package bearer

import (
	"context"
	"fmt"
	"net/http"

	"quartet.example/shared/jose"
)

// StartKeys starts to fetch the keys of Config.Issuer in the background and does not wait for them.
// They are for other signatures of the issuer (RFC 8417, RFC 9701). StartKeys uses only the fields
// Issuer, JWKSURI, KeyRefresh, HTTP, Log and Now. The caller must close the Remote.
func StartKeys(cfg Config) (*jose.Remote, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validateIssuers(); err != nil {
		return nil, fmt.Errorf("bearer: %w", err)
	}
	return startKeys(cfg.Issuers[0], cfg), nil
}

func startKeys(issuer Issuer, cfg Config) *jose.Remote {
	s := &source{issuer: issuer, client: cfg.HTTP}
	keys := jose.NewRemote(jose.RemoteOptions{Name: issuer.URL, Fetch: s.fetch, Refresh: cfg.KeyRefresh, Now: cfg.Now, Log: cfg.Log})
	keys.KeepFresh()
	return keys
}

// source fetches the keys of an issuer. A jose.Remote makes one fetch at a time.
type source struct {
	issuer Issuer
	client *http.Client
	uri    string // URL from the metadata
	moved  bool   // the last fetch from that URL failed
}

func (s *source) fetch(ctx context.Context) (jose.Set, error) {
	uri, err := s.jwksURI(ctx)
	if err != nil {
		return jose.Set{}, err
	}
	set, err := fetchKeys(ctx, s.client, uri)
	s.moved = err != nil // the address may have changed: discover it again before the next fetch
	return set, err
}

// jwksURI returns the configured URL, or the URL from the metadata. If the metadata cannot be read,
// it returns the last known URL.
func (s *source) jwksURI(ctx context.Context) (string, error) {
	if s.issuer.JWKSURI != "" {
		return s.issuer.JWKSURI, nil
	}
	if s.uri != "" && !s.moved {
		return s.uri, nil
	}
	metadata, err := Discover(ctx, s.client, s.issuer.URL)
	switch {
	case err == nil:
		s.uri = metadata.JWKSURI
	case s.uri == "":
		return "", err
	}
	return s.uri, nil
}

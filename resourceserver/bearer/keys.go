package bearer

import (
	"context"
	"fmt"
	"net/http"

	"quartet.example/shared/jose"
)

// StartKeys starts to look for the keys of Config.Issuer, for what else it signs (RFC 8417,
// RFC 9701), and keeps them fresh as those of a Validator are. It does not wait for them.
// Of the Config it reads the issuer, KeyRefresh, HTTP, Log and Now. Close ends it.
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

// source is where the keys of an issuer are. A jose.Remote fetches once at a time.
type source struct {
	issuer Issuer
	client *http.Client
	uri    string // where discovery found them
	moved  bool   // they were not there the last time
}

func (s *source) fetch(ctx context.Context) (jose.Set, error) {
	uri, err := s.jwksURI(ctx)
	if err != nil {
		return jose.Set{}, err
	}
	set, err := fetchKeys(ctx, s.client, uri)
	s.moved = err != nil // perhaps: the next time they are discovered again
	return set, err
}

// jwksURI is the configured one, or the discovered one. Metadata that is away
// does not hide keys that are there.
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

package authserver

import (
	"context"
	"crypto/tls"
	"net/http"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/seed"
	"quartet.example/authserver/internal/throttle"
	"quartet.example/shared/config"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/trace"
)

// opened is the state of a server at start: settings, Redis, users, clients and keys.
type opened struct {
	cfg  Config
	deps Deps
	secrets

	writes *throttle.Writes // limits what unauthenticated requests may store
	store  *redisstore.Store
	fetch  *fetch.Fetcher
	seed   *seed.Seed // nil in production: it has client secrets in clear, which only the control API needs
	dir    *directory.Directory
	keys   *keys.Ring
}

// open reads the seed file, then keys and users from Redis.
func open(ctx context.Context, cfg Config, deps Deps) (opened, error) {
	o := opened{cfg: cfg, deps: deps, writes: throttle.NewWrites(cfg.startRate(), deps.Now), fetch: newFetcher(cfg, deps)}
	o.store = redisstore.New(deps.Redis, deps.Now, redisstore.AdmitBy(o.writes))
	planted, err := seed.Load(config.Document(cfg.Seed), o.seedOptions())
	if err != nil {
		return opened{}, err
	}
	if cfg.Profile == config.Dev {
		o.seed = planted
	}
	o.dir = newDirectory(o, planted)
	if o.secrets, err = newSecrets(cfg); err != nil {
		return opened{}, err
	}
	o.keys, err = keys.New(ctx, keys.Options{
		Store: o.store, Box: o.keyBox, Now: deps.Now, Rotation: cfg.KeyRotation, Overlap: cfg.KeyOverlap,
		Generate:    generator(cfg),
		RSAOnDemand: cfg.isTenant, // many tenants never need it
	})
	if err != nil {
		return opened{}, redisconn.Explain(err)
	}
	if err := o.dir.Refresh(ctx); err != nil {
		return opened{}, redisconn.Explain(err)
	}
	return o, nil
}

// generator returns how signing keys are made, or nil for random ones.
func generator(cfg Config) keys.Generate {
	if cfg.RandomSeed.IsZero() {
		return nil
	}
	return keys.Repeatable(cfg.Issuer, cfg.RandomSeed.Reveal())
}

// newFetcher makes the HTTP client for requests to URLs that clients registered. The inspector
// shows the hosts of fetch-allow as clients.
func newFetcher(cfg Config, deps Deps) *fetch.Fetcher {
	hosts := trace.Hosts{}
	for _, hostPort := range cfg.FetchAllow {
		hosts[hostPort] = trace.Client
	}
	trusted := &tls.Config{RootCAs: deps.Roots, MinVersion: tls.VersionTLS12}
	return fetch.New(fetch.Options{Allow: cfg.FetchAllow, TLS: trusted, Record: func(next http.RoundTripper) http.RoundTripper {
		return deps.Trace.Transport(next, hosts) // returns next unchanged unless this process records events
	}})
}

// seedOptions returns how the seed file is checked.
func (o *opened) seedOptions() seed.Options {
	return seed.Options{
		Production: o.cfg.Profile.IsProduction(), Secrets: o.cfg.ClientSecrets, Hash: directory.HashPassword, Fetchable: o.fetch.Check,
	}
}

// newDirectory makes the directory of the users, clients and resources of the seed file.
func newDirectory(o opened, planted *seed.Seed) *directory.Directory {
	warnOfLogoutURIs(planted.Clients, o.deps, o.fetch)
	return directory.New(directory.Options{
		Issuer: o.cfg.Issuer, Users: planted.Users, Clients: planted.Clients, Resources: planted.Resources,
		Scopes: planted.Scopes, Releases: planted.Releases,
		Demo: o.cfg.Profile == config.Dev, HashMemory: o.cfg.HashMemory, Overrides: o.store,
	})
}

// warnOfLogoutURIs logs which clients cannot be notified of sign-outs, so that the operator learns
// this at start and not at the first sign-out.
func warnOfLogoutURIs(clients []*core.Client, deps Deps, fetcher *fetch.Fetcher) {
	for _, c := range clients {
		if c.BackchannelLogoutURI == "" {
			continue
		}
		if err := fetcher.Check(c.BackchannelLogoutURI); err != nil {
			deps.Log.Warn("backchannel_logout_uri may not be fetched; add a host of your own network to the setting fetch-allow",
				"client_id", c.ID, "cause", err)
		}
	}
}

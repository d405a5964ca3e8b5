package resourceserver

import (
	"fmt"
	"net/http"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/discovery"
	"quartet.example/resourceserver/internal/notes"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Server is a resource server, ready to serve.
type Server struct {
	http.Handler

	deps      Deps
	tokens    *bearer.Validator
	notes     *notes.Handler
	discovery *discovery.Handler
}

// New wires a server. Neither Redis nor the issuer need be there yet: until they
// are, requests are answered 503.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	deps = deps.WithDefaults(cfg.Service())
	s := &Server{deps: deps}
	var err error
	if s.discovery, err = discovery.New(metadata(cfg)); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	if s.tokens, err = bearer.New(rules(cfg, deps)); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	s.notes = &notes.Handler{Tokens: s.tokens, Store: redisstore.New(deps.Redis, cfg.NoteRetention), Now: deps.Now}
	e := web.New(web.Options{
		Service: trace.ResourceServer, Log: deps.Log, Now: deps.Now, Metrics: deps.Metrics,
		TrustedProxies: cfg.TrustedProxies, HTTPS: cfg.HTTPS(), Dev: cfg.Profile == config.Dev,
		Recorder: deps.Trace,
	})
	s.routes(e)
	s.Handler = e
	return s, nil
}

// Close ends what runs in the background. Its error is always nil.
func (s *Server) Close() error { return s.tokens.Close() }

func metadata(cfg Config) oauth.ResourceMetadata {
	issuers := cfg.AuthorizationServers
	if len(issuers) == 0 {
		issuers = []string{cfg.Issuer}
	}
	return oauth.ResourceMetadata{
		Resource: cfg.Resource, AuthorizationServers: issuers, ScopesSupported: notes.Scopes(),
		BearerMethodsSupported: []string{"header"}, ResourceName: "Notes",
	}
}

func rules(cfg Config, deps Deps) bearer.Config {
	return bearer.Config{
		Issuer: cfg.Issuer, Resource: cfg.Resource, JWKSURI: cfg.JWKSURI, Algorithms: cfg.Algorithms,
		ClockSkew: orNone(cfg.ClockSkew), KeyRefresh: cfg.KeyRefresh, CacheSize: cfg.SeenTokens,
		Realm: "notes", MetadataURL: discovery.URL(cfg.Resource), HTTP: deps.HTTP, Log: deps.Log, Now: deps.Now,
	}
}

// orNone turns a zero that was meant into what bearer calls none.
func orNone(skew time.Duration) time.Duration {
	if skew == 0 {
		return -1
	}
	return skew
}

package resourceserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/discovery"
	"quartet.example/resourceserver/internal/home"
	"quartet.example/resourceserver/internal/notes"
	"quartet.example/resourceserver/internal/openapi"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/config"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Server is a resource server, ready to serve.
type Server struct {
	http.Handler

	deps      Deps
	tokens    *bearer.Validator
	notes     *notes.Handler
	home      *home.Handler
	discovery *discovery.Handler
	openapi   *openapi.Handler

	heard func(context.Context) error // nil unless there is a feed of revoked tokens
	ends  []func() error              // of what runs beside the validator
}

// New wires a server. Neither Redis nor the issuer need be there yet: until they
// are, requests are answered 503.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	deps = deps.WithDefaults(cfg.Service())
	s := &Server{deps: deps}
	var err error
	if s.discovery, err = discovery.New(metadata(cfg)); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	if s.openapi, err = openapi.New(cfg.Resource, cfg.Issuer); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	if s.home, err = home.New(documents(cfg), page.Chrome{Role: trace.ResourceServer, Host: hostOf(cfg.Resource), Dev: cfg.Profile == config.Dev}); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	rules := rules(cfg, deps)
	if err := s.watchRevocation(cfg, &rules); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	if s.tokens, err = bearer.New(rules); err != nil {
		return nil, errors.Join(fmt.Errorf("resourceserver: %w", err), s.Close())
	}
	s.notes = &notes.Handler{Tokens: s.tokens, Store: redisstore.New(deps.Redis, cfg.NoteRetention), Now: deps.Now, DeleteMaxAge: cfg.DeleteMaxAge}
	e := web.New(web.Options{
		Service: trace.ResourceServer, Log: deps.Log, Now: deps.Now, Metrics: deps.Metrics,
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.hsts(), Dev: cfg.Profile == config.Dev,
		Recorder: deps.Trace, Machine: func(*http.Request) bool { return true },
	})
	s.routes(e)
	s.Handler = e
	return s, nil
}

// Close ends what runs in the background. Its error is always nil.
func (s *Server) Close() error {
	var errs []error
	if s.tokens != nil {
		errs = append(errs, s.tokens.Close())
	}
	for _, end := range s.ends {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}

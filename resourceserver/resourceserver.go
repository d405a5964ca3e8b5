package resourceserver

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/echobearer"
	"quartet.example/resourceserver/internal/discovery"
	"quartet.example/resourceserver/internal/notes"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

const service = "resourceserver"

// Deps is what the resource server gets from outside. Redis is required; Metrics
// and Trace may be nil.
type Deps struct {
	Redis   redis.UniversalClient
	Log     *slog.Logger
	Metrics *prometheus.Registry
	Trace   *trace.Recorder
	HTTP    *http.Client // to the issuer, with the recorder on its transport
	Now     func() time.Time
}

// Server is the resource server.
type Server struct {
	http.Handler

	cfg       Config
	deps      Deps
	tokens    *bearer.Validator
	notes     *notes.Handler
	discovery *discovery.Handler
}

// New wires a server and starts to fetch the issuer's keys. It needs neither
// Redis nor the issuer to be there yet. Close it.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	if deps.Log == nil {
		deps.Log = slog.New(slog.DiscardHandler)
	}
	if deps.Now == nil {
		deps.Now = time.Now //nolint:forbidigo // the default
	}
	s := &Server{cfg: cfg, deps: deps}
	if err := s.wire(); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	e := web.New(web.Options{
		Service: service, Log: deps.Log, Now: deps.Now, Metrics: deps.Metrics, Recorder: deps.Trace, BodyLimit: "64K",
		TrustedProxies: cfg.TrustedProxies, HTTPS: cfg.HTTPS(), Dev: cfg.Profile == config.Dev,
	})
	s.routes(e)
	s.Handler = e
	return s, nil
}

// Close ends what runs in the background. Its error is always nil.
func (s *Server) Close() error { return s.tokens.Close() }

func (s *Server) wire() error {
	var err error
	if s.discovery, err = discovery.New(s.metadata()); err != nil {
		return err
	}
	if s.tokens, err = s.validator(); err != nil {
		return err
	}
	s.notes = &notes.Handler{
		Store: redisstore.New(s.deps.Redis, s.cfg.NotesPerUser, s.cfg.NotesTTL),
		Now:   s.deps.Now,
		Require: func(scope ...string) echo.MiddlewareFunc {
			return echobearer.Require(s.tokens, scope...)
		},
	}
	return nil
}

func (s *Server) metadata() oauth.ResourceMetadata {
	issuers := s.cfg.AuthorizationServers
	if len(issuers) == 0 {
		issuers = []string{s.cfg.Issuer}
	}
	return oauth.ResourceMetadata{
		Resource: s.cfg.Resource, AuthorizationServers: issuers, ResourceName: "Notes",
		ScopesSupported: []string{notes.ReadScope, notes.WriteScope}, BearerMethodsSupported: []string{"header"},
	}
}

func (s *Server) validator() (*bearer.Validator, error) {
	metadata, err := discovery.URL(s.cfg.Resource)
	if err != nil {
		return nil, err
	}
	return bearer.New(bearer.Config{
		Issuer: s.cfg.Issuer, Resource: s.cfg.Resource, JWKSURI: s.cfg.JWKSURI, Algorithms: s.cfg.Algorithms,
		ClockSkew: orNone(s.cfg.ClockSkew), KeyRefresh: s.cfg.KeyRefresh, CacheSize: orNone(s.cfg.TokenCache),
		Realm: "notes", MetadataURL: metadata, HTTP: s.deps.HTTP, Log: s.deps.Log, Now: s.deps.Now,
	})
}

// orNone turns a zero that was meant into what bearer calls none.
func orNone[T ~int | ~int64](n T) T {
	if n == 0 {
		return -1
	}
	return n
}

// redisReady is a probe for /readyz.
func (s *Server) redisReady(ctx context.Context) error { return s.deps.Redis.Ping(ctx).Err() }

package authservertest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/control"
	"quartet.example/shared/config"
	"quartet.example/shared/democlock"
	"quartet.example/shared/redisconn/embedded"
)

// Server is an authorization server that listens on loopback.
type Server struct {
	URL string // the issuer identifier

	t      testing.TB
	server *authserver.Server
	verbs  *control.Control
	http   *httptest.Server
	clock  *democlock.Clock
}

// Start starts a server. It stops when the test ends.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	p := &plan{log: slog.New(slog.DiscardHandler), now: time.Now}
	for _, option := range options {
		option(p)
	}
	p.drawRandomNumbers(t)
	s := &Server{t: t, http: httptest.NewUnstartedServer(nil)}
	cfg := s.settings(p)
	s.URL = cfg.Issuer
	if p.redis == nil {
		p.redis = inMemory(t)
		if cfg.SealKey.IsZero() {
			cfg.SealKey = sealKey
			storeSigningKeys(t, p.redis, p.now)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	s.clock = democlock.Open(ctx, p.redis, p.now)
	server, err := authserver.New(cfg, authserver.Deps{Redis: p.redis, Log: p.log, Now: s.clock.Now, Clock: s.clock, Metrics: p.metrics})
	if err != nil {
		t.Fatalf("authservertest: %v", err)
	}
	s.server, s.verbs = server, control.Of(server.Handler)
	s.http.Config.Handler = s.server
	s.http.Start()
	t.Cleanup(s.http.Close)
	t.Cleanup(func() { _ = server.Close() }) // before s.http.Close, which waits for the requests that a fault delays
	return s
}

// inMemory returns a Redis in memory for this test.
func inMemory(t testing.TB) redis.UniversalClient {
	t.Helper()
	conn, err := embedded.Open(context.Background(), "")
	if err != nil {
		t.Fatalf("authservertest: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// settings returns the default settings, changed by the plan.
func (s *Server) settings(p *plan) authserver.Config {
	s.t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		s.t.Fatalf("authservertest: %v", err)
	}
	cfg.Issuer = "http://" + s.http.Listener.Addr().String()
	cfg.Seed, cfg.RandomSeed = seedOf(s.t, p), config.Secret(p.random)
	for _, change := range p.configure {
		change(&cfg)
	}
	return cfg
}

// Address returns the URL at which the server listens. It differs from URL if WithConfig set
// another issuer.
func (s *Server) Address() string { return s.http.URL }

// Client returns an HTTP client for the server. It follows no redirects and keeps no cookies; see
// Browser for that.
func (s *Server) Client() *http.Client {
	c := *s.http.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// Now returns the time of the server's clock.
func (s *Server) Now() time.Time { return s.clock.Now() }

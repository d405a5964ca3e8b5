package authservertest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn/embedded"
)

// Server is an authorization server that listens on loopback.
type Server struct {
	URL string // the issuer

	t      testing.TB
	server *authserver.Server
	http   *httptest.Server

	mu       sync.Mutex
	ahead    time.Duration // by how much the clock was moved
	refusals []oauth.Code
	requests []Request
}

// Start starts a server and stops it when the test ends.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	p := &plan{log: slog.New(slog.DiscardHandler)}
	for _, option := range options {
		option(p)
	}
	s := &Server{t: t, http: httptest.NewUnstartedServer(nil)}
	cfg := s.settings(p)
	s.URL = cfg.Issuer
	if p.redis == nil {
		p.redis = inMemory(t)
		if cfg.SealKey.IsZero() {
			cfg.SealKey = sealKey
			lendKeys(t, p.redis)
		}
	}
	server, err := authserver.New(cfg, authserver.Deps{Redis: p.redis, Log: p.log, Now: s.Now, Metrics: p.metrics})
	if err != nil {
		t.Fatalf("authservertest: %v", err)
	}
	s.server = server
	t.Cleanup(func() { _ = server.Close() })
	s.http.Config.Handler = s.recording(s.refusing(s.server))
	s.http.Start()
	t.Cleanup(s.http.Close)
	return s
}

// inMemory is a Redis in memory, for this test alone.
func inMemory(t testing.TB) redis.UniversalClient {
	t.Helper()
	conn, err := embedded.Open(context.Background(), "")
	if err != nil {
		t.Fatalf("authservertest: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// settings are the defaults, for this listener and the plan.
func (s *Server) settings(p *plan) authserver.Config {
	s.t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		s.t.Fatalf("authservertest: %v", err)
	}
	cfg.Issuer = "http://" + s.http.Listener.Addr().String()
	cfg.Seed = seedFile(s.t, p)
	for _, change := range p.configure {
		change(&cfg)
	}
	if err := cfg.Validate(); err != nil {
		s.t.Fatalf("authservertest: %v", err)
	}
	return cfg
}

// Address is where the server listens: the URL, unless WithConfig gave it
// another issuer.
func (s *Server) Address() string { return s.http.URL }

// Client is an HTTP client that reaches the server. It follows no redirect and
// keeps no cookie: see Browser for that.
func (s *Server) Client() *http.Client {
	c := *s.http.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// IssueToken gives an access token about the subject, as the client "notes"
// would get it, without a flow. It is good at the resource of its scopes, and
// at userinfo if openid is among them.
func (s *Server) IssueToken(subject string, scope ...string) string {
	s.t.Helper()
	parsed, err := oauth.ParseScope(strings.Join(scope, " "))
	if err != nil {
		s.t.Fatalf("authservertest: scope %q: %v", scope, err)
	}
	token, err := s.server.IssueToken(subject, "notes", parsed)
	if err != nil {
		s.t.Fatalf("authservertest: %v", err)
	}
	return token
}

// Now is the time by the server's clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

// FastForward moves the server's clock: codes, tokens and sessions expire.
func (s *Server) FastForward(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
}

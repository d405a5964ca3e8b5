package resourceservertest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/democlock"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/waittest"
)

// DefaultResource is the resource identifier of the API without WithResource. It is a resource of the
// built-in seed of authservertest.
const DefaultResource = "http://api.localhost:9001"

// Server is a resource server that listens on loopback.
type Server struct {
	URL      string // address of the API
	Resource string // resource identifier, the audience of access tokens
	Issuer   string // issuer whose access tokens are accepted

	t     testing.TB
	http  *httptest.Server
	clock *democlock.Clock
	store *redisstore.Store
	ended chan struct{} // closed when the server ends

	mu       sync.Mutex
	faults   []Fault
	requests []Request
}

// Start starts a server and waits until it has the keys of the issuer. It stops when the test ends.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	p := &plan{log: slog.New(slog.DiscardHandler), now: time.Now} //nolint:forbidigo // the default of the one clock
	for _, option := range options {
		option(p)
	}
	s := &Server{t: t, http: httptest.NewUnstartedServer(nil), ended: make(chan struct{})}
	if p.listener != nil {
		_ = s.http.Listener.Close()
		s.http.Listener = p.listener
	}
	s.URL = "http://" + s.http.Listener.Addr().String()
	handler := s.open(p)
	waitForKeys(t, handler)
	s.http.Config.Handler = s.recording(s.failing(handler))
	s.http.Start()
	t.Cleanup(func() {
		close(s.ended) // the requests that are delayed are answered now
		s.http.Close()
	})
	return s
}

// open makes the server, with Redis in memory.
func (s *Server) open(p *plan) http.Handler {
	s.t.Helper()
	cfg := s.settings(p)
	s.Resource, s.Issuer = cfg.Resource, cfg.Issuer
	rdb := s.inMemory()
	ctx, end := context.WithCancel(context.Background())
	s.t.Cleanup(end)
	s.clock, s.store = democlock.Open(ctx, rdb, p.now), redisstore.New(rdb, cfg.NoteRetention)
	server, err := resourceserver.New(cfg, resourceserver.Deps{Redis: rdb, Log: p.log, Now: s.clock.Now, Clock: s.clock, HTTP: s.outbound()})
	if err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
	s.t.Cleanup(func() { _ = server.Close() })
	return server
}

// settings returns the default settings, changed by the plan.
func (s *Server) settings(p *plan) resourceserver.Config {
	s.t.Helper()
	cfg, err := resourceserver.DevConfig()
	if err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
	cfg.Issuer, cfg.Resource, cfg.PublicURL = "", DefaultResource, s.URL
	for _, change := range p.configure {
		change(&cfg)
	}
	if cfg.Issuer == "" {
		s.t.Fatal("resourceservertest: there is no issuer: use WithIssuer")
	}
	if err := cfg.Validate(); err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
	return cfg
}

// inMemory returns a Redis in memory for this test.
func (s *Server) inMemory() *redisconn.Conn {
	s.t.Helper()
	conn, err := embedded.Open(context.Background(), "")
	if err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
	s.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// outbound returns the client for requests to the issuer. Its connections are closed at the end.
func (s *Server) outbound() *http.Client {
	transport := localnet.Transport()
	s.t.Cleanup(transport.CloseIdleConnections)
	return localnet.NewClient(&http.Client{Transport: transport}, localnet.Options{Timeout: 10 * time.Second, Redirect: localnet.SameOrigin})
}

// waitForKeys waits until the server has the keys of the issuer.
func waitForKeys(t testing.TB, handler http.Handler) {
	t.Helper()
	waittest.Until(t, "resourceservertest: the server has the keys of the issuer", func() bool {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/readyz", nil))
		return w.Code == http.StatusOK
	})
}

// Client returns an HTTP client for the server. It follows no redirects and keeps no cookies.
func (s *Server) Client() *http.Client {
	c := *s.http.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// Now returns the time of the server's clock.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Advance moves the clock of the server and of its Redis, so that access tokens and DPoP proofs expire.
// d is rounded up to a whole second, and is at most 30 days.
func (s *Server) Advance(d time.Duration) {
	s.t.Helper()
	if err := s.clock.Forward(s.t.Context(), d); err != nil {
		s.t.Fatalf("resourceservertest: %v", err)
	}
}

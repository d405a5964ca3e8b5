package resourceserver_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

type rig struct {
	issuer *issuertest.Issuer
	clock  *issuertest.Clock
	redis  interface {
		Close()
		Restart() error
	}
	rdb    redis.UniversalClient
	events *trace.Memory
	log    *lockedBuffer
	server *resourceserver.Server
}

// lockedBuffer is a log that a test may read while the server writes it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}
func (l *lockedBuffer) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

func settings(t testing.TB, args ...string) resourceserver.Config {
	t.Helper()
	var cfg resourceserver.Config
	if err := flags.Load("resourceserver", "RESOURCESERVER_TEST", &cfg, args); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func start(t testing.TB, configure ...func(*resourceserver.Config)) *rig {
	t.Helper()
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	r.open(t, configure...)
	r.wait(t, "/readyz", http.StatusOK)
	return r
}

func (r *rig) open(t testing.TB, configure ...func(*resourceserver.Config)) {
	t.Helper()
	r.events, r.log = trace.MemorySink(), &lockedBuffer{}
	cfg := settings(t)
	cfg.Issuer, cfg.Resource = r.issuer.URL, issuertest.Resource
	for _, change := range configure {
		change(&cfg)
	}
	if r.rdb == nil {
		server, rdb := redistest.Server(t)
		r.redis, r.rdb = server, rdb
	}
	var err error
	r.server, err = resourceserver.New(cfg, resourceserver.Deps{
		Redis: r.rdb, HTTP: http.DefaultClient, Now: r.clock.Now,
		Log:   slog.New(slog.NewJSONHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Trace: trace.New(trace.Options{Service: trace.ResourceServer, Sink: r.events, Now: r.clock.Now, Dev: true}),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.server.Close() })
}

// replica starts another server with the same Redis, issuer and clock.
func (r *rig) replica(t testing.TB, configure ...func(*resourceserver.Config)) *rig {
	t.Helper()
	other := &rig{issuer: r.issuer, clock: r.clock, redis: r.redis, rdb: r.rdb}
	other.open(t, configure...)
	other.wait(t, "/readyz", http.StatusOK)
	return other
}

func (r *rig) wait(t testing.TB, path string, status int) {
	t.Helper()
	r.waitFor(t, path, "", status)
}

func (r *rig) waitFor(t testing.TB, path, token string, status int) {
	t.Helper()
	waittest.Until(t, fmt.Sprintf("%s is %d", path, status), func() bool { return r.do(t, "GET", path, token, "").Code == status })
}

func (r *rig) do(t testing.TB, method, target, token, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	r.server.ServeHTTP(w, req)
	return w
}

// of signs a token of the subject.
func (r *rig) of(t testing.TB, subject string, scope ...string) string {
	return r.issuer.Token(t, r.clock.Now(), func(c *claims) {
		c.Subject, c.Scope = subject, strings.Join(scope, " ")
	})
}

func wantStatus(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Errorf("got %d %s, want %d", w.Code, w.Body, status)
	}
}

func wantError(t *testing.T, w *httptest.ResponseRecorder, status int, code oauth.Code) {
	t.Helper()
	var body struct {
		Error oauth.Code `json:"error"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	if w.Code != status || body.Error != code {
		t.Errorf("got %d %s, want %d %s", w.Code, w.Body, status, code)
	}
}

// wantProblem wants the problem of a check (RFC 9457), "" for one without.
func wantProblem(t *testing.T, w *httptest.ResponseRecorder, status int, check string) {
	t.Helper()
	var body struct {
		Type, Title, Detail string
		Status              int
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	want := "about:blank"
	if check != "" {
		want = "tag:quartet.example,2026:" + check
	}
	if w.Code != status || body.Status != status || body.Type != want || body.Title != http.StatusText(status) || body.Detail == "" {
		t.Errorf("got %d %s, want %d %s", w.Code, w.Body, status, want)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("media type: got %q", got)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: got %q, want no-store", got)
	}
}

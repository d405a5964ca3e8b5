package apicheck_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/demo/mirror/apicheck"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/jose"
)

const (
	audience = "http://api.localhost:9001"
	scope    = "notes:read"
)

// clock is the clock of a checker and of the API that it attacks. Sleep moves it, so that no test waits
// for the intervals between two fetches of keys.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Unix(1_800_000_000, 0)} }

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) Sleep(_ context.Context, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	time.Sleep(time.Millisecond) // the API may have work in the background
}

// starter returns the API under test. own is its address, for DPoP proofs.
type starter func(t *testing.T, issuer, own string, clock *clock) http.Handler

// check attacks an API. It returns the report and the text.
func check(t *testing.T, start starter, configure ...func(*apicheck.Options)) (*report.Report, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	server := httptest.NewUnstartedServer(nil)
	server.Config.Handler = start(t, "http://"+listener.Addr().String(), "http://"+server.Listener.Addr().String(), clock)
	server.Start()
	t.Cleanup(server.Close)
	o := apicheck.Options{
		URL: server.URL + "/notes", Method: http.MethodGet, Listener: listener, Audience: audience, Scope: scope,
		Subject: "alice", Client: "notes", Alg: "ES256", User: true, Wait: 24 * time.Hour, Patience: time.Minute,
		Now: clock.Now, Sleep: clock.Sleep,
	}
	for _, change := range configure {
		change(&o)
	}
	var text bytes.Buffer
	r, err := apicheck.Run(t.Context(), o, report.Text{W: &text})
	if err != nil {
		t.Fatal(err)
	}
	if r.Problem != "" {
		t.Fatalf("the attacks did not begin: %s\n%s", r.Problem, text.String())
	}
	return r, text.String()
}

// ids returns the ids of the results with this outcome.
func ids(r *report.Report, outcome report.Outcome) []string {
	var all []string
	for _, result := range r.Results {
		if result.Outcome == outcome {
			all = append(all, result.ID)
		}
	}
	slices.Sort(all)
	return all
}

// payload returns the claims of the token in a request, not verified.
func payload(t *testing.T, r *http.Request) string {
	t.Helper()
	var claims json.RawMessage
	if err := jose.Peek(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), 64<<10, &claims); err != nil {
		t.Error(err)
	}
	return string(claims)
}

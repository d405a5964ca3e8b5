package rig

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Exchange is one message that passed the gate, with unmasked values.
type Exchange struct {
	Method, Path string
	Request      http.Header
	Query        url.Values
	Form         url.Values // fields of a form body
	Status       int
	Header       http.Header
	Body         string
	Left         bool // the caller had disconnected before the response
}

// Gate is a proxy in front of a service, at the public URL of the service.
type Gate struct {
	URL string

	t       testing.TB
	addr    string
	handler http.Handler

	mu     sync.Mutex
	server *http.Server
	seen   []Exchange
}

// newGate starts a gate in front of the service at backend, with the same host name in its URL.
func newGate(t testing.TB, backend string) *Gate {
	t.Helper()
	target, err := url.Parse(backend)
	if err != nil {
		t.Fatal(err)
	}
	name, port := target.Hostname(), target.Port()
	g := &Gate{t: t, addr: "127.0.0.1:0"}
	transport := &http.Transport{MaxIdleConnsPerHost: 100, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
	}}
	g.handler = g.recording(&httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = target.Scheme, target.Host
			r.Out.Host = r.In.Host
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	})
	g.Up()
	_, own, _ := net.SplitHostPort(g.addr)
	g.URL = target.Scheme + "://" + name + ":" + own
	t.Cleanup(func() { g.Down(); transport.CloseIdleConnections() })
	return g
}

// Up opens the gate.
func (g *Gate) Up() {
	g.t.Helper()
	l, err := net.Listen("tcp", g.addr)
	if err != nil {
		g.t.Fatalf("gate: %v", err)
	}
	g.addr = l.Addr().String() // the same port next time
	g.mu.Lock()
	defer g.mu.Unlock()
	g.server = &http.Server{Handler: g.handler, ReadHeaderTimeout: time.Minute}
	go func(s *http.Server) { _ = s.Serve(l) }(g.server)
}

// Down closes the gate: open connections are closed, and new ones refused.
func (g *Gate) Down() {
	g.mu.Lock()
	defer g.mu.Unlock()
	_ = g.server.Close()
}

// Seen returns all messages so far for which is returns true.
func (g *Gate) Seen(is func(Exchange) bool) []Exchange {
	g.mu.Lock()
	defer g.mu.Unlock()
	var found []Exchange
	for _, e := range g.seen {
		if is(e) {
			found = append(found, e)
		}
	}
	return found
}

// To selects messages to a path.
func To(path string) func(Exchange) bool { return func(e Exchange) bool { return e.Path == path } }

// Refreshes selects refresh requests.
func Refreshes(e Exchange) bool {
	return e.Path == "/token" && e.Form.Get("grant_type") == "refresh_token"
}

func (g *Gate) recording(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		e := Exchange{Method: r.Method, Path: r.URL.Path, Request: r.Header.Clone(), Query: r.URL.Query()}
		e.Form, _ = url.ParseQuery(string(body))
		kept := &keeper{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(kept, r)
		e.Status, e.Header, e.Body = kept.status, w.Header().Clone(), kept.body.String()
		e.Left = r.Context().Err() != nil
		g.mu.Lock()
		defer g.mu.Unlock()
		g.seen = append(g.seen, e)
	})
}

// keeper is a reader that keeps what it has read.
type keeper struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (k *keeper) WriteHeader(status int) {
	k.status = status
	k.ResponseWriter.WriteHeader(status)
}

func (k *keeper) Write(p []byte) (int, error) {
	k.body.Write(p)
	return k.ResponseWriter.Write(p)
}

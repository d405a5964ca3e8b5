package revocationfeed_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/localnet"
	"quartet.example/shared/service"
)

// A feed without events answers each poll after a long wait. This is not a failure: the feed must
// not count as silent, with any HTTP client that it may be given.
func TestAnIdleFeedIsHeard(t *testing.T) {
	issuer := issuertest.Start(t)
	for name, client := range map[string]func(http.RoundTripper) *http.Client{
		"the client of the services": func(next http.RoundTripper) *http.Client {
			c := service.Outbound(nil, nil, nil)
			c.Transport = next
			return c
		},
		"a client of the importer's": func(next http.RoundTripper) *http.Client { return &http.Client{Transport: next} },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := newNetwork(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path != "/poll" {
						issuer.ServeHTTP(w, r)
						return
					}
					_, _ = io.Copy(io.Discard, r.Body) // net/http notices a closed connection only after the body was read
					select {
					case <-time.After(20 * time.Second): // the default of AUTHSERVER_EVENT_POLL_WAIT
					case <-r.Context().Done():
					}
					_, _ = w.Write([]byte(`{"sets":{},"position":"0-0"}`))
				}))
				feed, err := revocationfeed.New(revocationfeed.Config{
					Issuer: "http://auth.localhost", ClientID: "notes-api", ClientSecret: "secret", WhenSilent: revocationfeed.Refuse,
					Endpoint: "http://auth.localhost/poll", JWKSURI: "http://auth.localhost/keys", HTTP: client(network), Now: time.Now,
				})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = feed.Close() }()
				time.Sleep(10 * time.Minute)
				if got := feed.Status(); got.Silent || got.Silence > 21*time.Second || feed.Ready(t.Context()) != nil {
					t.Errorf("got %+v, ready %v; want a feed that is heard every 20 s", got, feed.Ready(t.Context()))
				}
			})
		})
	}
}

// newNetwork is the transport of localnet with in-memory connections to h.
func newNetwork(t *testing.T, h http.Handler) http.RoundTripper {
	t.Helper()
	conns := make(chan net.Conn)
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() { _ = server.Serve(pipes{conns, done}) }()
	transport := localnet.Transport()
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		select {
		case conns <- theirs:
			return ours, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	t.Cleanup(func() { transport.CloseIdleConnections(); close(done); _ = server.Close() })
	return transport
}

type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (pipes) Close() error   { return nil }
func (pipes) Addr() net.Addr { return &net.TCPAddr{} }

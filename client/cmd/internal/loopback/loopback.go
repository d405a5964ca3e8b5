// Package loopback receives the redirect that ends a sign-in in the system browser, on a port of
// this machine (RFC 8252 §7.3).
package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Expected describes the one response that the program waits for.
type Expected struct {
	Program string // name of the program, for the pages in the browser
	Path    string // path of the registered redirect URI
	State   string // state of the request; the response must repeat it (RFC 6749 §10.12)

	// Read returns what the program needs from a response with our state, for example the
	// authorization code, or the error to report to the user.
	Read func(response url.Values) (string, error)
}

// Redirect is an open port that waits for the browser.
type Redirect struct {
	URI    string // the redirect URI, with the port
	want   Expected
	server *http.Server
	result chan result
}

type result struct {
	value string
	err   error
}

// addresses are IPv4 and, for a machine without IPv4, IPv6 (RFC 8252 §7.3). They are addresses
// because the name localhost may resolve to another one (§8.3). Port 0 means any free port.
var addresses = []string{"127.0.0.1:0", "[::1]:0"}

// Listen opens a port. The caller must close it.
func Listen(want Expected) (*Redirect, error) { return listen(want, addresses...) }

func listen(want Expected, addresses ...string) (*Redirect, error) {
	var errs []error
	for _, address := range addresses {
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address)
		if err == nil {
			return serve(l, want), nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("cannot open a port of this machine for the redirect: %w", errors.Join(errs...))
}

func serve(l net.Listener, want Expected) *Redirect {
	r := &Redirect{URI: "http://" + l.Addr().String() + want.Path, want: want, result: make(chan result, 1)}
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 64 << 10}
	go func() { _ = r.server.Serve(l) }() // until Close
	return r
}

// Wait waits for the response and returns what Expected.Read returned for it.
func (r *Redirect) Wait(ctx context.Context, timeout time.Duration) (string, error) {
	expired := time.NewTimer(timeout)
	defer expired.Stop()
	select {
	case got := <-r.result:
		return got.value, got.err
	case <-expired.C:
		return "", fmt.Errorf("nobody signed in within %s", timeout)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Close waits up to two seconds for the page in the browser to load, then closes the port.
func (r *Redirect) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = r.server.Shutdown(ctx)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// redirection is where the browser comes back to: a port that is open as long as
// it is waited for.
type redirection struct {
	uri    string
	server *http.Server
	came   chan answer
}

// loopback is this machine: IPv4, or IPv6 where there is no IPv4 (RFC 8252 §7.3).
// It is the address and not localhost, which may resolve to another (§8.3). Port 0
// is whichever is free.
var loopback = []string{"127.0.0.1:0", "[::1]:0"}

// listen takes the first of the addresses that there is.
func listen(want expected, addresses ...string) (*redirection, error) {
	var errs []error
	for _, address := range addresses {
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address)
		if err == nil {
			return serve(l, want), nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("no port of this machine to come back to: %w", errors.Join(errs...))
}

func serve(l net.Listener, want expected) *redirection {
	r := &redirection{uri: "http://" + l.Addr().String() + path, came: make(chan answer, 1)}
	r.server = &http.Server{Handler: &callback{want: want, came: r.came}, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 64 << 10}
	go func() { _ = r.server.Serve(l) }() // ends with close
	return r
}

// wait returns the code, or why there is none.
func (r *redirection) wait(ctx context.Context, timeout time.Duration) (string, error) {
	expired := time.NewTimer(timeout)
	defer expired.Stop()
	select {
	case a := <-r.came:
		return a.code, a.err
	case <-expired.C:
		return "", fmt.Errorf("nobody signed in within %s", timeout)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// close lets the page that is being sent arrive, and gives the port back.
func (r *redirection) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = r.server.Shutdown(ctx)
}

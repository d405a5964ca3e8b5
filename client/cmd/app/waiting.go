package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"quartet.example/shared/oauth"
)

const path = "/app" // of the redirect that is registered; its port may be any (RFC 8252 §7.3)

// waiting is a port of this machine to which the browser comes back. On a phone it
// would be a private-use scheme or a claimed https address (RFC 8252 §7.1, §7.2).
type waiting struct {
	redirect string
	state    string
	server   *http.Server
	came     chan url.Values // the one answer that counts
}

// wait opens a port for the answer with our state.
func wait(state string) (*waiting, error) {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0") // RFC 8252 §8.3: an address, not a name
	if err != nil {
		return nil, fmt.Errorf("no port of this machine to come back to: %w", err)
	}
	w := &waiting{redirect: "http://" + l.Addr().String() + path, state: state, came: make(chan url.Values, 1)}
	w.server = &http.Server{Handler: w, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 64 << 10}
	go func() { _ = w.server.Serve(l) }() // ends with close
	return w, nil
}

// close lets the page that is being sent arrive, and gives the port back.
func (w *waiting) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = w.server.Shutdown(ctx)
}

// ServeHTTP takes the answer. Whatever else comes to the port, from any page and
// program of this machine, changes nothing.
func (w *waiting) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	ours := r.Method == http.MethodGet && r.URL.Path == path && oauth.Equal(query.Get("state"), w.state)
	h := out.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // RFC 9700 §4.2.4: the address has the hand-over in it
	if !ours {
		out.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(out, "This is not what the app is waiting for.\n")
		return
	}
	select {
	case w.came <- query:
	default: // it came before: a hand-over is redeemed once
	}
	_, _ = io.WriteString(out, "You may close this window and go back to the app.\n")
}

// handover is what the browser brought.
func (w *waiting) handover(ctx context.Context, timeout time.Duration) (string, error) {
	expired := time.NewTimer(timeout)
	defer expired.Stop()
	select {
	case answer := <-w.came:
		return judge(answer)
	case <-expired.C:
		return "", fmt.Errorf("nobody signed in within %s", timeout)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

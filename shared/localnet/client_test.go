package localnet_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/shared/localnet"
)

// pipe returns a client of a server without a network, for tests in a synctest bubble. Its
// Transport is that of localnet except for dialing.
func pipe(t *testing.T, h http.Handler) *http.Client {
	t.Helper()
	conns := make(chan net.Conn)
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Hour}
	go func() { _ = server.Serve(listener{conns, t.Context()}) }()
	transport := localnet.Transport()
	transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		conns <- theirs
		return ours, nil
	}
	t.Cleanup(func() { transport.CloseIdleConnections(); _ = server.Close() })
	return &http.Client{Transport: transport}
}

type listener struct {
	conns chan net.Conn
	ctx   context.Context
}

func (l listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.ctx.Done():
		return nil, net.ErrClosed
	}
}
func (listener) Close() error   { return nil }
func (listener) Addr() net.Addr { return &net.TCPAddr{} }

// Nothing but the Timeout option and the context may limit the wait for a response: a poll for
// security events may be answered only after 20 s (RFC 8936 §2.2).
func TestOnlyTimeoutAndContextBoundTheWait(t *testing.T) {
	for name, tt := range map[string]struct {
		base, timeout, context time.Duration // 0: none
		ends                   time.Duration
		answered               bool
	}{
		"without a timeout":                  {0, 0, 0, 20 * time.Second, true},
		"with a longer timeout":              {0, 30 * time.Second, 0, 20 * time.Second, true},
		"with a shorter timeout":             {0, 10 * time.Second, 0, 10 * time.Second, false},
		"with a shorter context":             {0, 0, 5 * time.Second, 5 * time.Second, false},
		"a shorter timeout of the base":      {3 * time.Second, 10 * time.Second, 0, 3 * time.Second, false},
		"a longer timeout of the base":       {15 * time.Second, 10 * time.Second, 0, 10 * time.Second, false},
		"bounded by context, not the base's": {3 * time.Second, 0, 0, 20 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := pipe(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					select {
					case <-time.After(20 * time.Second):
					case <-r.Context().Done():
					}
				}))
				base.Timeout = tt.base
				ctx := t.Context()
				if tt.context > 0 {
					short, cancel := context.WithTimeout(ctx, tt.context)
					defer cancel()
					ctx = short
				}
				req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://auth.localhost/poll", http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				resp, err := localnet.NewClient(base, localnet.Options{Timeout: tt.timeout}).Do(req)
				if err == nil {
					_ = resp.Body.Close()
				}
				if took := time.Since(began); (err == nil) != tt.answered || took != tt.ends {
					t.Errorf("got %v after %s, want the end after %s, answered %v", err, took, tt.ends, tt.answered)
				}
			})
		})
	}
}

func TestAnswersAreBounded(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush() // no Content-Length: it is counted, not believed
		_, _ = w.Write([]byte(strings.TrimPrefix(r.URL.Path, "/")))
	}))
	defer server.Close()
	for name, tt := range map[string]struct {
		max  int64
		want string
		err  error
	}{
		"longer than the bound":      {9, "012345678", localnet.ErrTooLong},
		"exactly as long":            {10, "0123456789", nil},
		"shorter":                    {11, "0123456789", nil},
		"without a bound":            {0, "0123456789", nil},
		"much longer than the bound": {1, "0", localnet.ErrTooLong},
	} {
		resp, err := localnet.NewClient(nil, localnet.Options{Timeout: 5 * time.Second, MaxBody: tt.max}).Get(server.URL + "/0123456789")
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		_, err = io.CopyBuffer(struct{ io.Writer }{&got}, struct{ io.Reader }{resp.Body}, make([]byte, 3))
		if got.String() != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %q, %v; want %q, %v", name, &got, err, tt.want, tt.err)
		}
		if _, second := io.ReadAll(resp.Body); !errors.Is(second, tt.err) {
			t.Errorf("%s: reading on: got %v, want %v", name, second, tt.err)
		}
		_ = resp.Body.Close()
	}
}

// A redirect takes credentials to another URL. So none is followed unless the caller sets a rule,
// and then only if both that rule and the base client allow it.
func TestRedirectsNeedARule(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/from", http.RedirectHandler("/to", http.StatusTemporaryRedirect))
	mux.HandleFunc("/to", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server := httptest.NewServer(mux)
	defer server.Close()
	follow := func(*http.Request, []*http.Request) error { return nil }
	refuse := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for name, tt := range map[string]struct {
		base, rule func(*http.Request, []*http.Request) error
		want       int
	}{
		"no rule":                           {nil, nil, http.StatusTemporaryRedirect},
		"no rule, and a base that follows":  {follow, nil, http.StatusTemporaryRedirect},
		"a rule that follows":               {nil, follow, http.StatusNoContent},
		"a rule that follows, and the base": {follow, follow, http.StatusNoContent},
		"a base that does not":              {refuse, follow, http.StatusTemporaryRedirect},
		"a rule that does not":              {follow, refuse, http.StatusTemporaryRedirect},
	} {
		base := &http.Client{CheckRedirect: tt.base}
		resp, err := localnet.NewClient(base, localnet.Options{Timeout: 5 * time.Second, Redirect: tt.rule}).Get(server.URL + "/from")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != tt.want {
			t.Errorf("%s: got %d, want %d", name, resp.StatusCode, tt.want)
		}
	}
}

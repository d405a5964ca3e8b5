package bff_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/waittest"
	"quartet.example/shared/web"
)

// stream asks for /api/notes as a script of the page would.
func stream(ctx context.Context, t *testing.T, address string, b *browser, fields ...string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/api/notes", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Requested-With", "quartet")
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: b.sessionID()})
	for i := 0; i+1 < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return transport.RoundTrip(r)
}

func mustStream(t *testing.T, address string, b *browser) *http.Response {
	t.Helper()
	resp, err := stream(t.Context(), t, address, b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

// Each piece of an answer without a length goes on as it comes: the second is
// not written before the browser has read the first.
func TestProxyStreams(t *testing.T) {
	for name, media := range map[string]string{"events": "text/event-stream", "an answer without a length": "application/x-ndjson"} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			read := make(chan struct{})
			r.api.becomes(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", media)
				_ = http.NewResponseController(w).Flush() // the header alone
				for i := range 3 {
					<-read
					_, _ = fmt.Fprintf(w, "data: %d\n", i)
					_ = http.NewResponseController(w).Flush()
				}
			})
			resp := mustStream(t, serve(t, r.app), b)
			if got := resp.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("M-04: got %q, want no-store", got)
			}
			lines := bufio.NewReader(resp.Body)
			for i := range 3 {
				read <- struct{}{}
				if line, err := lines.ReadString('\n'); err != nil || line != fmt.Sprintf("data: %d\n", i) {
					t.Fatalf("piece %d: got %q and %v", i, line, err)
				}
			}
			if _, err := lines.ReadString('\n'); !errors.Is(err, io.EOF) {
				t.Errorf("at the end: got %v, want EOF", err)
			}
		})
	}
}

// There is no limit to the size: nothing is kept.
func TestProxyLargeAnswer(t *testing.T) {
	for name, length := range map[string]bool{"with a length": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			large := strings.Repeat("0123456789abcdef", 1<<20) // 16 MiB
			r.api.becomes(func(w http.ResponseWriter, _ *http.Request) {
				if length {
					w.Header().Set("Content-Length", fmt.Sprint(len(large)))
				}
				_, _ = io.WriteString(w, large)
			})
			resp := mustStream(t, serve(t, r.app), b)
			if (resp.ContentLength == int64(len(large))) != length {
				t.Errorf("got a length of %d", resp.ContentLength)
			}
			got, err := io.ReadAll(resp.Body)
			if err != nil || sha256.Sum256(got) != sha256.Sum256([]byte(large)) {
				t.Errorf("got %d octets and %v, want %d", len(got), err, len(large))
			}
		})
	}
}

// An answer that breaks off is never taken for a whole one.
func TestProxyAnswerThatBreaksOff(t *testing.T) {
	for name, length := range map[string]string{"with a length": "100", "without": ""} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			r.api.becomes(func(w http.ResponseWriter, _ *http.Request) {
				if length != "" {
					w.Header().Set("Content-Length", length)
				}
				_, _ = io.WriteString(w, `[{"text":"mi`)
				_ = http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			})
			resp, err := stream(t.Context(), t, serve(t, r.app), b)
			if err == nil {
				_, err = io.ReadAll(resp.Body)
			}
			if err == nil {
				t.Error("the browser takes a part for the whole")
			}
		})
	}
}

// A browser that leaves ends the call upstream.
func TestProxyBrowserLeaves(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	left := make(chan struct{})
	r.api.becomes(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(left)
	})
	ctx, leave := context.WithCancel(t.Context())
	if _, err := stream(ctx, t, serve(t, r.app), b); err != nil {
		t.Fatal(err)
	}
	leave()
	waittest.Closed(t, "the call upstream ends", left)
}

// A stream does not keep the server from draining.
func TestProxyStreamEndsWithTheServer(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.becomes(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	l, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	drained := make(chan error, 1)
	go func() { drained <- web.Serve(ctx, web.ServeConfig{Listener: l}, r.app) }()
	mustStream(t, l.Addr().String(), b)
	stop()
	if err := waittest.Closed(t, "the server drains", drained); err != nil {
		t.Errorf("drained with %v", err)
	}
}

// A WebSocket handshake is refused, with the reason, whoever sends it.
func TestProxyWebSocket(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	for name, headers := range map[string]header{
		"from our own page":   {"Origin": home, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "websocket"},
		"from another site":   {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
		"with our header":     {"X-Requested-With": "quartet"},
		"among other offers":  {"X-Requested-With": "quartet", "Upgrade": "h2c, WebSocket/13"},
		"to what is not here": {"X-Requested-With": "quartet", "Upgrade": "websocket"},
	} {
		t.Run(name, func(t *testing.T) {
			headers["Connection"], headers["Sec-WebSocket-Key"], headers["Sec-WebSocket-Version"] = "Upgrade", "dGhlIHNhbXBsZSBub25jZQ==", "13"
			if headers["Upgrade"] == "" {
				headers["Upgrade"] = "websocket"
			}
			resp := b.do("GET", "/api/notes", "", headers)
			wantStatus(t, resp, http.StatusNotImplemented)
			if got := body(resp); !strings.Contains(got, "WebSocket") || resp.Header.Get("Upgrade") != "" {
				t.Errorf("got %v %s, want the reason", resp.Header, got)
			}
		})
	}
	if !strings.Contains(r.log.String(), "client.proxy.upgrade") {
		t.Error("the log does not name the check")
	}
	if n := r.api.count(); n != 0 {
		t.Errorf("got %d calls upstream, want none", n)
	}
}

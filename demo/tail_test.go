package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// output can be read while another goroutine writes.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// Messages appear in the terminal as they happen. What is in the terminal can be exported and compared.
func TestTailFollowsTheStack(t *testing.T) {
	s := rig.Start(t)
	var out, notes output
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- tailCommand{textFlags: textFlags{URL: s.Inspector}}.run(ctx, &out, &notes) }()
	waittest.Until(t, "tail is connected", func() bool { return strings.Contains(notes.String(), "following "+s.Inspector) })
	s.SignIn(t)
	waittest.Until(t, "the token request is shown", func() bool {
		return strings.Contains(out.String(), "BACK  Client ──> Auth server     POST /token")
	})
	stop()
	if err := <-ended; err != nil {
		t.Errorf("tail ends with %v", err)
	}
	file := filepath.Join(t.TempDir(), "flow.html")
	if err := (exportCommand{File: file, URL: s.Inspector}).run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v: want a file that only its owner reads", info, err)
	}
	if err := (exportCommand{File: file, URL: s.Inspector}).run(t.Context(), &out); err == nil {
		t.Error("export replaces a file")
	}
	var shown output
	if err := (showCommand{What: file}).run(t.Context(), &shown); err != nil || !strings.Contains(shown.String(), "Sign-in (alice)") {
		t.Errorf("show: %v, %.300s", err, shown.String())
	}
	if err := (diffCommand{A: file, B: file}).run(t.Context(), &shown); err != nil || !strings.Contains(shown.String(), "The messages are the same.") {
		t.Errorf("diff: %v, %.300s", err, shown.String())
	}
}

// The inspector is away while alice signs in. When it is back, tail shows what it missed, each message once.
func TestTailReconnects(t *testing.T) {
	s := rig.Start(t)
	target, err := url.Parse(s.Inspector)
	if err != nil {
		t.Fatal(err)
	}
	var away atomic.Bool
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }, Transport: localnet.Transport()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away.Load() {
			http.Error(w, "restarting", http.StatusServiceUnavailable)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	var out, notes output
	ended := make(chan error, 1)
	go func() { ended <- tailCommand{textFlags: textFlags{URL: server.URL}}.run(ctx, &out, &notes) }()
	waittest.Until(t, "tail is connected", func() bool { return strings.Contains(notes.String(), "following") })
	away.Store(true)
	server.CloseClientConnections()
	waittest.Until(t, "tail notices", func() bool { return strings.Contains(notes.String(), "trying again") })
	s.SignIn(t)
	away.Store(false)
	const request = "BACK  Client ──> Auth server     POST /token"
	waittest.Until(t, "the token request is shown", func() bool { return strings.Contains(out.String(), request) })
	stop()
	if err := <-ended; err != nil {
		t.Errorf("tail ends with %v", err)
	}
	if n, again := strings.Count(out.String(), request), strings.Count(notes.String(), "following"); n != 1 || again != 2 {
		t.Errorf("the token request is shown %d times, want 1; connected %d times, want 2", n, again)
	}
}

// A file that is not ours is an error, and never opens a browser.
func TestOpenRefusesOtherFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "evil.html")
	if err := os.WriteFile(file, []byte("<script>alert(1)</script>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (openCommand{File: file}).run(t.Context(), &output{}); err == nil {
		t.Error("got no error")
	}
}

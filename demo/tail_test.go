package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"quartet.example/demo/e2e/rig"
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

package commands_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

var bin string // where the programs are

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "quartet-commands-")
	if err == nil {
		bin = dir
		build := exec.Command("go", "build", "-o", dir, "quartet.example/client/cmd/service", "quartet.example/client/cmd/native", "quartet.example/client/cmd/device", "quartet.example/client/cmd/app")
		build.Stderr = os.Stderr
		err = build.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// start starts a stack whose API takes tokens already.
func start(t *testing.T, options ...rig.Option) *rig.Stack {
	t.Helper()
	s := rig.Start(t, options...)
	client := localnet.HTTPClient(waittest.Patience)
	waittest.Until(t, "the API is ready", func() bool {
		resp, err := client.Get(s.API + "/readyz")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return s
}

// program is a running one.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	mu   sync.Mutex
	out  bytes.Buffer // what it wrote to stdout and stderr
	more chan struct{}
	done chan struct{}
}

// Write takes what the program writes.
func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case p.more <- struct{}{}:
	default:
	}
	return p.out.Write(b)
}

func (p *program) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// begin starts a program against the stack.
func begin(t *testing.T, s *rig.Stack, name string, args ...string) *program {
	t.Helper()
	return launch(t, nil, name, append([]string{"--issuer", s.Issuer, "--resource", s.API}, args...)...)
}

// launch starts a program that reads what somebody types.
func launch(t *testing.T, in io.Reader, name string, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*waittest.Patience)
	t.Cleanup(cancel)
	p := &program{t: t, more: make(chan struct{}, 1), done: make(chan struct{})}
	p.cmd = exec.CommandContext(ctx, filepath.Join(bin, name), args...)
	p.cmd.Stdin = in
	p.cmd.Stdout, p.cmd.Stderr = p, p
	p.cmd.Env = []string{"HOME=" + t.TempDir(), "PATH="}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.cmd.Wait(); close(p.done) }()
	return p
}

// await returns what the pattern finds in what the program says, now or later.
func (p *program) await(pattern string) string {
	p.t.Helper()
	find := regexp.MustCompile(pattern)
	for {
		if found := find.FindStringSubmatch(p.said()); found != nil {
			return found[1]
		}
		select {
		case <-p.more:
		case <-p.done:
			if found := find.FindStringSubmatch(p.said()); found != nil {
				return found[1]
			}
			p.t.Fatalf("it ended and never said %s: %s", pattern, p.said())
		}
	}
}

// ends waits for the end of the program, and wants its exit code and its words.
// No program says a token, whatever happens.
func (p *program) ends(code int, words ...string) {
	p.t.Helper()
	<-p.done
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.t.Errorf("got exit code %d, want %d: %s", got, code, p.said())
	}
	for _, want := range words {
		if !strings.Contains(p.said(), want) {
			p.t.Errorf("it did not say %q: %s", want, p.said())
		}
	}
	if found := regexp.MustCompile(`eyJ[\w-]{8,}`).FindString(p.said()); found != "" {
		p.t.Errorf("O-09 it says a token: %s", found)
	}
}

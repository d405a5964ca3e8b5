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

var bin string // directory of the built programs

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "quartet-commands-")
	if err == nil {
		bin = dir
		build := exec.Command("go", "build", "-o", dir, "quartet.example/client/cmd/service", "quartet.example/client/cmd/native", "quartet.example/client/cmd/device", "quartet.example/client/cmd/app",
			"quartet.example/authserver/cmd/authserver")
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

// start starts a stack, and waits until its API accepts tokens.
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

// program is a running program.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	mu   sync.Mutex
	out  bytes.Buffer // its stdout and stderr
	more chan struct{}
	done chan struct{}
}

// Write adds output of the program.
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

// begin starts a program with the settings of the stack.
func begin(t *testing.T, s *rig.Stack, name string, args ...string) *program {
	t.Helper()
	return launch(t, nil, name, append([]string{"--issuer", s.Issuer, "--resource", s.API}, args...)...)
}

// launch starts a program that reads from in.
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

// await waits until the pattern finds something in the output, and returns it.
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

// ends waits until the program ends, and checks its exit code and output. No output may contain a
// token.
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

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/stack"
	"quartet.example/shared/porttest"
	"quartet.example/shared/service"
)

// TestMain runs the command itself if a test started this binary as a process.
func TestMain(m *testing.M) {
	if os.Getenv("QUARTET_TEST_COMMAND") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// moved returns settings with other ports than the demo, so that the tests work while a stack runs
// on this machine.
func moved(t *testing.T, listeners, urls [4]string) map[string]string {
	t.Helper()
	url := func(name string, i int) string {
		_, port, _ := net.SplitHostPort(urls[i])
		return "http://" + name + ".localhost:" + port
	}
	return map[string]string{
		"REDIS_URL": "", "AUTHSERVER_SEED": "", "PROFILE": "dev",
		"CLIENT_LISTEN": listeners[0], "AUTHSERVER_LISTEN": listeners[1], "RESOURCESERVER_LISTEN": listeners[2], "INSPECTOR_LISTEN": listeners[3],
		"CLIENT_PUBLIC_URL": url("app", 0), "ISSUER": url("auth", 1), "RESOURCESERVER_RESOURCE": url("api", 2), "CLIENT_API_URL": url("api", 2), "INSPECTOR_PUBLIC_URL": url("inspect", 3),
		"INSPECTOR_CLIENT_URL": url("app", 0), "INSPECTOR_AUTHSERVER_URL": url("auth", 1), "INSPECTOR_RESOURCESERVER_URL": url("api", 2),
	}
}

func addressesOf(t *testing.T) (free [4]string) {
	t.Helper()
	for i := range free {
		free[i] = porttest.Address(t)
	}
	return free
}

// quartet runs the command until it ends, or until its output contains until.
func quartet(t *testing.T, env map[string]string, until string, args ...string) (output string, exit int) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = append(os.Environ(), "QUARTET_TEST_COMMAND=1")
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	said := &watched{until: until, then: stop}
	cmd.Stdout, cmd.Stderr = said, said
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	return said.said.String(), cmd.ProcessState.ExitCode()
}

// watched is a buffer that calls then when its content contains until. exec writes from one
// goroutine, because stdout and stderr are the same writer.
type watched struct {
	said  strings.Builder
	until string
	then  func()
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.said.Write(p)
	if w.until != "" && strings.Contains(w.said.String(), w.until) {
		w.then()
	}
	return n, err
}

// If only the listeners are moved, both the start and the doctor must name, for each service, the
// address and the two settings that differ.
func TestMovedListenersAreNamed(t *testing.T) {
	on, at := addressesOf(t), addressesOf(t)
	env := moved(t, on, at)
	up, _ := quartet(t, env, "Stop: Ctrl-C", "up")
	doctor, exit := quartet(t, env, "", "doctor")
	if exit != 0 {
		t.Errorf("doctor: got exit code %d, want 0: it can run all the same", exit)
	}
	for command, said := range map[string]string{"up": up, "doctor": doctor} {
		for i, s := range []struct{ listen, url string }{
			{"CLIENT_LISTEN", "CLIENT_PUBLIC_URL"},
			{"AUTHSERVER_LISTEN", "ISSUER"},
			{"RESOURCESERVER_LISTEN", "RESOURCESERVER_RESOURCE, CLIENT_API_URL"},
			{"INSPECTOR_LISTEN", "INSPECTOR_PUBLIC_URL"},
		} {
			want := fmt.Sprintf("listens at %s (%s), but its URL is %s (%s)", on[i], s.listen, env[strings.Split(s.url, ",")[0]], s.url)
			if !strings.Contains(said, want) {
				t.Errorf("%s: got no line %q in:\n%s", command, want, said)
			}
		}
	}
}

// If listeners and URLs are moved, a sign-in must work with the built-in seed, no setting may be
// reported, and a second start must say that Quartet is running.
func TestMovedStack(t *testing.T) {
	on := addressesOf(t)
	env := moved(t, on, on)
	for name, value := range env {
		t.Setenv(name, value)
	}
	r, err := stack.Start(t.Context(), stack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("the services answer at their URLs", func(t *testing.T) {
		var said bytes.Buffer
		summary(&said, r)
		if got := r.Elsewhere(); got != nil || !strings.Contains(said.String(), env["CLIENT_PUBLIC_URL"]) || strings.Contains(said.String(), "Attention") {
			t.Errorf("got %q and %s", got, &said)
		}
	})
	t.Run("a sign-in works", func(t *testing.T) {
		b := browser.New(t).Open(env["CLIENT_PUBLIC_URL"]+"/login").Login("alice", "wonderland")
		if b.Has(`button[value="allow"]`) {
			b.Approve()
		}
		if b.Status() != http.StatusOK || !strings.HasPrefix(b.At().String(), env["CLIENT_PUBLIC_URL"]) {
			t.Fatalf("it ended at %s (%d): %s", b.At(), b.Status(), b.Text())
		}
		if got := b.Fetch(http.MethodGet, "/api/notes", "").Status; got != http.StatusOK {
			t.Errorf("notes: got %d, want 200", got)
		}
	})
	t.Run("a second start says that it is running", func(t *testing.T) {
		said, exit := quartet(t, nil, "", "up")
		if exit != 1 || !strings.Contains(said, "Quartet is running already: "+env["CLIENT_PUBLIC_URL"]) {
			t.Errorf("got exit code %d: %s", exit, said)
		}
	})
	t.Run("the doctor knows it", func(t *testing.T) {
		said, exit := quartet(t, nil, "", "doctor")
		if exit != 0 || strings.Count(said, "answers there") != 4 || strings.Contains(said, "listens at") {
			t.Errorf("got exit code %d: %s", exit, said)
		}
	})
}

// A port that another program uses must not be reported as a running Quartet.
func TestAnotherProgramIsNoQuartet(t *testing.T) {
	on := addressesOf(t)
	l, err := net.Listen("tcp", on[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	said, exit := quartet(t, moved(t, on, on), "", "up")
	if exit != 1 || strings.Contains(said, "running already") || !strings.Contains(said, "quartet doctor") {
		t.Errorf("got exit code %d: %s", exit, said)
	}
}

// Help and version must work without a stack or Redis.
func TestHelpAndVersion(t *testing.T) {
	for line, want := range map[string]string{
		"--version":           "quartet " + service.Version(),
		"--help":              "see keys --help",
		"keys --help":         "$ quartet keys retire ",
		"users passwd --help": "$ quartet users passwd alice",
	} {
		if said, exit := quartet(t, nil, "", strings.Fields(line)...); exit != 0 || !strings.Contains(said, want) {
			t.Errorf("%s: got exit code %d and no %q in:\n%s", line, exit, want, said)
		}
	}
	for _, line := range []string{"keys", "keys lst", "users disable"} {
		if said, exit := quartet(t, map[string]string{"REDIS_URL": ""}, "", strings.Fields(line)...); exit != 1 {
			t.Errorf("%s: got exit code %d, want 1: %s", line, exit, said)
		}
	}
}

// The text of an error may come from another server, and must not control the terminal.
func TestErrorsDoNotControlTheTerminal(t *testing.T) {
	got := printable(errors.New("the server said:\n\x1b[2Jall is well\r"))
	if want := "the server said:\n" + `\u001b[2Jall is well\u000d`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

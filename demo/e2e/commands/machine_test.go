package commands_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// slow is what .ci/go prints while a build takes longer than three seconds.
const slow = "quartet: Go is downloading and compiling; the first time, this takes about a minute.\n"

// build builds quartet as make demo does, and returns what it prints, without slow: on a busy machine
// a build that fails can take that long. Its environment is PATH and env.
func build(t *testing.T, env ...string) (said string, exit int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), ".ci/go", "build", "-o", filepath.Join(t.TempDir(), "quartet"), "./demo")
	cmd.Dir = filepath.Join("..", "..", "..")
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "GOTOOLCHAIN=local", "GOFLAGS=-trimpath"}, env...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(out), slow, ""), cmd.ProcessState.ExitCode()
}

// On a machine that cannot build, the user must get one sentence that says what to do, and at most
// one line from Go.
func TestMachinesThatCannotBuild(t *testing.T) {
	t.Parallel()
	empty, noGo, oldGo := t.TempDir(), t.TempDir(), t.TempDir()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(bash, filepath.Join(noGo, "bash")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(oldGo, "go"), []byte("#!/bin/sh\necho go version go1.22.1 linux/amd64\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for machine, tt := range map[string]struct {
		env   []string
		want  string
		lines int
	}{
		"no HOME":                             {nil, "HOME is not set", 1},
		"a HOME that cannot be written to":    {[]string{"HOME=/dev/null"}, "Go cannot write to its caches", 1},
		"no proxy, and an empty module cache": {[]string{"HOME=" + empty, "GOPROXY=off"}, "connect to the network", 2},
		"a proxy that does not answer":        {[]string{"HOME=" + empty, "GOPROXY=http://127.0.0.1:1"}, "set GOPROXY", 2},
		"no Go":                               {[]string{"HOME=" + empty, "PATH=" + noGo}, "Go 1.26", 1},
		"an old Go":                           {[]string{"HOME=" + empty, "PATH=" + oldGo + ":/usr/bin:/bin"}, "this is go1.22.1", 1},
	} {
		t.Run(machine, func(t *testing.T) {
			said, exit := build(t, tt.env...)
			if exit != 1 || !strings.HasPrefix(said, "quartet: ") || !strings.Contains(said, tt.want) || strings.Count(said, "\n") != tt.lines {
				t.Errorf("got exit code %d, want 1, and %q in %d lines:\n%s", exit, tt.want, tt.lines, said)
			}
		})
	}
}

package docsite_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
)

// block matches a block of code with its language. A block of commands is followed by its output.
var block = regexp.MustCompile("(?s)```([a-z]+)\n(.*?)```")

// example is a block of commands of the page, and the output that the page shows.
type example struct{ commands, output string }

// examples returns the first block, which defines what the others use, and all others.
func examples(t *testing.T, page string) (functions string, all []example) {
	t.Helper()
	found := block.FindAllStringSubmatch(page, -1)
	if len(found) < 30 || found[0][1] != "sh" {
		t.Fatalf("found %d blocks", len(found))
	}
	for _, b := range found[1:] {
		if b[1] == "sh" {
			all = append(all, example{commands: b[2]})
		} else {
			all[len(all)-1].output = b[2]
		}
	}
	return found[0][2], all
}

func TestThePageShowsWhatQuartetPrints(t *testing.T) {
	for _, program := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("there is no " + program)
		}
	}
	page, err := os.ReadFile("../../../docs/faq.md")
	if err != nil {
		t.Fatal(err)
	}
	s, dir := rig.Start(t), withQuartet(t)
	here := strings.NewReplacer("http://auth.localhost:9000", s.Issuer, "http://api.localhost:9001", s.API, "http://app.localhost:8080", s.Client)
	there := strings.NewReplacer(s.Issuer, "http://auth.localhost:9000", s.API, "http://api.localhost:9001", s.Client, "http://app.localhost:8080", "\r", "")
	functions, all := examples(t, string(page))
	for _, e := range all {
		cmd := exec.CommandContext(t.Context(), "bash", "-c", here.Replace(functions+e.commands))
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "ISSUER="+s.Issuer)
		out, err := cmd.CombinedOutput()
		if got, want := strings.TrimSpace(there.Replace(string(out))), strings.TrimSpace(e.output); got != want || err != nil {
			t.Errorf("%sgot  %s, %v\nwant %s", e.commands, got, err, want)
		}
	}
}

// withQuartet returns a folder with bin/quartet.
func withQuartet(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "bin", "quartet"), "quartet.example/demo")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhereThePathIsReplaced(t *testing.T) {
	for rule, tt := range map[string]struct{ file, before, after string }{
		"an import":                       {"a.go", "package a\n\nimport _ \"old.test/q/shared\"\n", "package a\n\nimport _ \"new.test/r/shared\"\n"},
		"imports are sorted by path":      {"a.go", "package a\n\nimport (\n\t\"old.test/q/a\"\n\t\"other.test\"\n)\n", "package a\n\nimport (\n\t\"new.test/r/a\"\n\t\"other.test\"\n)\n"},
		"a module and its requirement":    {"go.mod", "module old.test/q/a\nrequire old.test/q/b v0", "module new.test/r/a\nrequire new.test/r/b v0"},
		"a list of prefixes":              {"c.yml", "[old.test/q]", "[new.test/r]"},
		"a flag of the linker":            {"Dockerfile", "-X old.test/q/x.version=1", "-X new.test/r/x.version=1"},
		"not the host of a URL":           {"a.md", "https://old.test/q/x", "https://old.test/q/x"},
		"not a longer path":               {"a.md", "`my.old.test/q/x`, `old.test/quiet`", "`my.old.test/q/x`, `old.test/quiet`"},
		"not an identifier that is alike": {"a.md", "tag:old.test/q/x", "tag:old.test/q/x"},
		"not a file that is no text":      {"a.png", "\x00 old.test/q/x", "\x00 old.test/q/x"},
	} {
		t.Run(rule, func(t *testing.T) {
			got, err := rewrite(tt.file, []byte(tt.before), "old.test/q", "new.test/r")
			if err != nil || string(got) != tt.after {
				t.Errorf("got %q, %v, want %q", got, err, tt.after)
			}
		})
	}
}

func TestWhatIsRefused(t *testing.T) {
	for rule, tt := range map[string]struct{ path, version, want string }{
		"no path":                           {"", "v0.1.0", "which path"},
		"a URL":                             {"https://github.com/you/quartet", "v0.1.0", "malformed module path"},
		"a path without a host":             {"quartet", "v0.1.0", "missing dot"},
		"a path with a space":               {"github.com/you/my quartet", "v0.1.0", "invalid char"},
		"no version":                        {"github.com/you/quartet", "", "TAG"},
		"half a version":                    {"github.com/you/quartet", "v0.1", "TAG"},
		"a version that needs another path": {"github.com/you/quartet", "v2.0.0", "/v2"},
		"a folder that git cannot restore":  {"github.com/you/quartet", "v0.1.0", "no git checkout"},
	} {
		t.Run(rule, func(t *testing.T) {
			if err := run(io.Discard, t.TempDir(), tt.path, tt.version, false); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

// Changes that are not committed would be mixed with ours.
func TestADirtyTreeIsRefused(t *testing.T) {
	root := t.TempDir()
	gomod := filepath.Join(root, "shared", "go.mod")
	if err := os.Mkdir(filepath.Dir(gomod), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(gomod, []byte("module old.test/q/shared\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "git", "init", "--quiet", root).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := run(io.Discard, root, "new.test/r", "v0.1.0", false); err == nil || !strings.Contains(err.Error(), "not committed") {
		t.Errorf("got %v", err)
	}
	if now, err := os.ReadFile(gomod); err != nil || string(now) != "module old.test/q/shared\n" {
		t.Errorf("a refused rename changed the file to %q, %v", now, err)
	}
}

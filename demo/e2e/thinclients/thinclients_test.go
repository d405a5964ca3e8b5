package thinclients_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// source is the folder of the clients.
const source = "../../../authserver/controlapi"

// It runs with NPM=required, which make clients sets.
func TestNode(t *testing.T) {
	need(t, "NPM", "node", "npm")
	dir := copyOf(t, "node")
	packed := strings.TrimSpace(run(t, dir, nil, "npm", "pack", "--silent"))
	if files := run(t, dir, nil, "tar", "-tzf", packed); !slices.Equal(sorted(files), []string{"package/README.md", "package/package.json", "package/quartet.d.ts", "package/quartet.js"}) {
		t.Errorf("the package has the files\n%s", files)
	}
	app := t.TempDir() // an application that installed the package
	write(t, filepath.Join(app, "package.json"), `{"private":true}`)
	run(t, app, nil, "npm", "install", "--silent", "--offline", "--no-audit", "--no-fund", filepath.Join(dir, packed))
	write(t, filepath.Join(app, "quartet.test.mjs"), read(t, filepath.Join(dir, "quartet.test.mjs")))
	t.Log(run(t, app, []string{"QUARTET_AUTHSERVER=" + authserver(t), "NODE_ENV=test"}, "node", "--test", "quartet.test.mjs"))
}

// It runs with PYTHON=required, which make clients sets. pip downloads setuptools for it.
func TestPython(t *testing.T) {
	need(t, "PYTHON", "python3")
	dir := copyOf(t, "python")
	run(t, dir, nil, "python3", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", ".")
	path := one(t, filepath.Join(dir, "dist", "quartet_testing-*-py3-none-any.whl"))
	t.Log(run(t, dir, []string{"QUARTET_AUTHSERVER=" + authserver(t), "PYTHONPATH=" + path}, "python3", "-W", "error", "-m", "unittest", "test_quartet"))
}

// Both packages have the same version.
func TestVersions(t *testing.T) {
	var node struct{ Version string }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(source, "node/package.json"))), &node); err != nil {
		t.Fatal(err)
	}
	if line := "\nversion = \"" + node.Version + "\"\n"; !strings.Contains(read(t, filepath.Join(source, "python/pyproject.toml")), line) {
		t.Errorf("the Python package does not have the version %s of the npm package", node.Version)
	}
}

// need skips the test unless the variable is "required", because it builds and starts the server. It fails
// the test if a program is missing.
func need(t *testing.T, variable string, programs ...string) {
	t.Helper()
	if os.Getenv(variable) != "required" {
		t.Skipf("make clients runs it: set %s=required", variable)
	}
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatal(err)
		}
	}
}

// copyOf returns a copy of a client, in which its tools may write.
func copyOf(t *testing.T, client string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(source, client))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// authserver builds the program and returns its path.
func authserver(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "authserver")
	run(t, ".", nil, "go", "build", "-o", program, "quartet.example/authserver/cmd/authserver")
	return program
}

// run returns the output of a program, which must succeed.
func run(t *testing.T, dir string, env []string, program string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

func sorted(lines string) []string { return slices.Sorted(slices.Values(strings.Fields(lines))) }

func one(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: got %v, %v, want one", pattern, found, err)
	}
	return found[0]
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

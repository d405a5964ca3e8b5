package bundle_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/bundle"
)

// The folder must be complete, and its program must run without Go: it has an empty PATH and HOME.
func TestTheBundleOfThisMachine(t *testing.T) {
	if os.Getenv("BUNDLE_TEST") != "required" {
		t.Skip("builds the command once more; only with BUNDLE_TEST=required, as in make test-bundle")
	}
	root, err := bundle.Checkout()
	if err != nil {
		t.Fatal(err)
	}
	target := runtime.GOOS + "/" + runtime.GOARCH
	dir := filepath.Join(t.TempDir(), "quartet")
	if err := bundle.Make(t.Context(), bundle.Options{Root: root, Dir: dir, Targets: []string{target}, Version: "v0.0.0-test", Out: t.Output()}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"START-HERE.txt", "LICENSE", "README.md", "seed.yaml", "docs/tls.md", "demo/labs/03-stolen-code/README.md", "licences/go/LICENSE",
	} {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "licences", "github.com", "labstack", "echo", "v4@*", "LICENSE")); len(found) != 1 {
		t.Errorf("the licence of echo: got %v", found)
	}
	verifySums(t, dir)
	runs(t, filepath.Join(dir, "bin", bundle.Binary(target)))
}

// verifySums compares SHA256SUMS with the files.
func verifySums(t *testing.T, dir string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for line := range strings.Lines(string(text)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		actual := sha256.Sum256(content)
		if err != nil || sum != hex.EncodeToString(actual[:]) {
			t.Errorf("%s: %v, or another checksum", name, err)
		}
		listed++
	}
	if listed < 50 {
		t.Errorf("got %d files", listed)
	}
}

// runs starts the whole stack with the program, and stops it when it is ready.
func runs(t *testing.T, program string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = []string{"PATH=", "CLIENT_LISTEN=localhost:0", "AUTHSERVER_LISTEN=localhost:0", "RESOURCESERVER_LISTEN=localhost:0", "INSPECTOR_LISTEN=localhost:0"}
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	said := &until{text: "Quartet is up", then: cancel}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil && !errors.Is(err, context.Canceled) || !strings.Contains(said.String(), said.text) {
		t.Errorf("got %v: %s", err, said)
	}
}

// until keeps what is written, and calls then when that contains text. It must not have the methods of
// bytes.Buffer: io.Copy would take ReadFrom in place of Write.
type until struct {
	content bytes.Buffer
	text    string
	then    func()
}

func (u *until) Write(p []byte) (int, error) {
	n, err := u.content.Write(p)
	if strings.Contains(u.content.String(), u.text) {
		u.then()
	}
	return n, err
}

func (u *until) String() string { return u.content.String() }

func TestWhatIsRefused(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "old"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]bundle.Options{
		"a folder with files": {Dir: full, Targets: bundle.Targets},
		"an unknown target":   {Dir: t.TempDir(), Targets: []string{"plan9/amd64"}},
	} {
		if err := bundle.Make(t.Context(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
		if files, err := os.ReadDir(o.Dir); err != nil || len(files) > 1 {
			t.Errorf("%s: something was written: %v %v", name, files, err)
		}
	}
}

// Without source or Go, the command says what is needed.
func TestWithoutACheckout(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := bundle.Checkout(); err == nil || !strings.Contains(err.Error(), "checkout") {
		t.Errorf("got %v", err)
	}
	t.Setenv("PATH", "")
	if _, err := bundle.Checkout(); err == nil || !strings.Contains(err.Error(), "needs Go") {
		t.Errorf("without Go: got %v", err)
	}
}

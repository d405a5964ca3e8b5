package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A package that does not compile must not count as one that does not exist: as part of the earlier
// state it would be "added", and every break of it would pass.
func TestAPackageThatDoesNotCompileIsAnError(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.work": "go 1.26\nuse ./shared\n", "shared/go.mod": "module x.example/shared\ngo 1.26\n",
		"shared/good/a.go": "package good\n", "shared/broken/a.go": "package broken\n\nvar x int = true\n",
	} {
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, module, err := load(root, []string{"shared/good", "shared/none"})
	if err != nil || module != "x.example/" || len(found) != 1 || found["shared/good"] == nil {
		t.Errorf("got %v %q %v", found, module, err)
	}
	if found, _, err := load(root, []string{"shared/good", "shared/broken"}); err == nil || !strings.Contains(err.Error(), "shared/broken") {
		t.Errorf("a broken package: got %v %v, want an error that names it", found, err)
	}
}

package imports_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// world is a folder with a copy of this repository, and applications beside it.
type world struct {
	dir, quartet string
	env          []string
	page         page // docs/import.md
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dir: t.TempDir()}
	w.quartet = filepath.Join(w.dir, "quartet")
	w.env = append(os.Environ(),
		// -modcacherw: the test can delete a module cache of its own.
		"MAKEFLAGS=", "MAKELEVEL=", // of make test: this make is not part of it
		"GOWORK=", "GOFLAGS=-trimpath -modcacherw '-ldflags=-s -w'", "GOSUMDB=off",
		"GOPROXY=file://"+goEnv(t, "GOMODCACHE")+"/cache/download,"+goEnv(t, "GOPROXY"),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@t.test", "GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@t.test",
	)
	copyTree(t, filepath.Join("..", "..", ".."), w.quartet)
	return w
}

// underOurPath gives the copy the module path that docs/import.md has here, also if this repository is a
// fork with another path, and makes it a git repository.
func (w *world) underOurPath(t *testing.T) {
	t.Helper()
	w.run(t, w.quartet, `go run ./demo/cmd/rename -force `+ours+` v0.0.0
		git init --quiet && git add --all && git commit --quiet --message=original`)
	w.page = readPage(t, filepath.Join(w.quartet, "docs", "import.md"))
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// run runs shell commands in a folder, until the first that fails.
func (w *world) run(t *testing.T, dir, commands string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", commands)
	cmd.Dir, cmd.Env = dir, w.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s\n%v:\n%s", commands, err, out)
	}
	return string(out)
}

// application writes the application of the page, which imports Quartet at that path.
func (w *world) application(t *testing.T, name, path string) string {
	t.Helper()
	dir := filepath.Join(w.dir, name)
	files := w.page.program(t)
	shop, err := filepath.Glob(filepath.Join(w.quartet, "client", "examples", "shop", "*.go"))
	if err != nil || len(shop) == 0 {
		t.Fatalf("the shop has %d files, %v", len(shop), err)
	}
	for _, file := range shop {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") { // its tests compare it with its page
			files["shop/"+filepath.Base(file)] = string(text)
		}
	}
	for file, text := range files {
		write(t, filepath.Join(dir, file), []byte(strings.ReplaceAll(text, `"`+ours+`/`, `"`+path+`/`)), 0o600)
	}
	return dir
}

func write(t *testing.T, path string, content []byte, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, mode); err != nil {
		t.Fatal(err)
	}
}

// copyTree copies the sources.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	skipped := []string{".git", ".tools", ".cache", "bin", "artifacts", "node_modules"}
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case slices.Contains(skipped, d.Name()) && d.IsDir():
			return fs.SkipDir
		case !d.Type().IsRegular() || d.Name() == ".git": // in a worktree .git is a file
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		write(t, filepath.Join(to, name), content, info.Mode().Perm())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

package imports_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	ours = "quartet.example"        // the path in the page
	fork = "github.com/you/quartet" // the path of the fork in the page
)

// Every way of the page works, in the order of the page, and so does the fork.
func TestTheWaysToImport(t *testing.T) {
	w := newWorld(t)
	w.underOurPath(t)
	for _, way := range []string{"Replace", "A vendored copy", "A workspace"} {
		t.Run(way, func(t *testing.T) {
			app := w.application(t, way, ours)
			for _, commands := range w.page.commands(t, way) {
				w.run(t, app, commands)
			}
		})
	}
	t.Run("The vendored copy needs nothing else", func(t *testing.T) {
		away := w.quartet + "-away"
		if err := os.Rename(w.quartet, away); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.Rename(away, w.quartet) }()
		w.run(t, filepath.Join(w.dir, "A vendored copy"), "go vet ./...")
	})
	t.Run("A fork that others can import", func(t *testing.T) { w.publish(t) })
	t.Run("The fork builds, and its quick tests pass", func(t *testing.T) {
		w.run(t, w.quartet, `go build -o ../bin/ ./demo
			go test ./shared/oauth ./shared/service ./authserver/authservertest
			go test -run 'Arrows|Libraries|Core' ./demo/archtest
			test -z "$(gofmt -l .)"`)
	})
}

// publish runs the commands of the page in a fork, and then in an application.
func (w *world) publish(t *testing.T) {
	commands := w.page.commands(t, "A fork that others can import")
	if len(commands) != 2 {
		t.Fatalf("got %d blocks, want one to publish and one to import", len(commands))
	}
	w.run(t, w.quartet, "git remote add origin ../origin.git && git init --quiet --bare ../origin.git")
	w.run(t, w.quartet, commands[0])
	for _, again := range []string{"make rename MODULE=" + fork + " TAG=v0.1.0", "go run ./demo/cmd/rename " + fork + " v0.1.0"} {
		if said := w.run(t, w.quartet, again+" && git status --porcelain"); !strings.HasSuffix(strings.TrimSpace(said), "nothing changed.") {
			t.Errorf("%s, a second time: %s", again, said)
		}
	}
	// The application finds the fork as it would find one on GitHub, and all else in the module cache.
	w.env = append(w.env, "GOPRIVATE="+fork, "GOMODCACHE="+filepath.Join(w.dir, "modules"),
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url.file://"+w.dir+"/origin.git.insteadOf", "GIT_CONFIG_VALUE_0=https://"+fork)
	w.run(t, w.application(t, "fork", fork), commands[1])
}

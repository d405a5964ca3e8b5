package imports_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each recipe works as it stands on its page: its files are written, and its commands run in their order.
// They build the programs in a copy of the repository, and npm and pip download packages, so they run only
// if RECIPES, NPM and PYTHON are "required"; make clients sets all three.
func TestTheRecipes(t *testing.T) {
	if os.Getenv("RECIPES") != "required" {
		t.Skip("RECIPES=required runs the recipes: make clients")
	}
	w := newWorld(t)
	w.env = append(w.env, "npm_config_ignore_scripts=true", "npm_config_prefer_offline=true", "npm_config_audit=false", "npm_config_fund=false",
		"CHROMIUM="+chromium(), "PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_CONSTRAINT="+w.constraints(t))
	for name, tt := range map[string]struct {
		variable string
		pages    []string // with the files; the last has the commands
	}{
		"Go":         {"", []string{"go.md"}},
		"Node":       {"NPM", []string{"node.md"}},
		"Playwright": {"NPM", []string{"node.md", "playwright.md"}},
		"Python":     {"PYTHON", []string{"python.md"}},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.variable != "" && os.Getenv(tt.variable) != "required" {
				t.Skipf("%s=required runs this recipe", tt.variable)
			}
			if name == "Playwright" && chromium() == "" && os.Getenv("BROWSER") != "required" {
				t.Skip("there is no chromium")
			}
			t.Parallel()
			dir := filepath.Join(w.dir, name)
			var page page
			for _, file := range tt.pages {
				page = readPage(t, filepath.Join(w.quartet, "docs", "testing", file))
				for file, text := range page.files(t) {
					write(t, filepath.Join(dir, file), []byte(text), 0o600)
				}
			}
			t.Log(w.run(t, dir, strings.Join(blocks(page.text, "sh"), "")))
		})
	}
}

// chromium returns the path of the browser of Debian, or "".
func chromium() string {
	path, _ := exec.LookPath("chromium") // "" if there is an error
	return path
}

// files returns the files of a page, by name. The first line of each is a comment with its name.
func (p page) files(t *testing.T) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, m := range regexp.MustCompile("(?s)```[a-z]+\n((?://|#) ([\\w.-]+)\n.*?)```").FindAllStringSubmatch(p.text, -1) {
		found[m[2]] = m[1]
	}
	if len(found) == 0 {
		t.Fatal("the page has no files")
	}
	return found
}

// constraints returns a file with the versions of the Python packages of demo/e2e/clients, which were
// reviewed, for packages whose version no page names.
func (w *world) constraints(t *testing.T) string {
	t.Helper()
	pinned, err := os.ReadFile("../clients/python/requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(w.dir, "constraints.txt")
	lines := regexp.MustCompile(`(?m)^\S+==\S+`).FindAllString(string(pinned), -1)
	write(t, file, []byte(strings.Join(lines, "\n")), 0o600)
	return file
}

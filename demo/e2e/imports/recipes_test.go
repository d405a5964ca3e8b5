package imports_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each recipe works as it stands on its page: its files are written, and its commands run in their order.
// npm and pip download packages, so the recipes for Node and Python run only if their variable is "required";
// make clients sets both.
func TestTheRecipes(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "npm_config_ignore_scripts=true", "npm_config_prefer_offline=true", "npm_config_audit=false", "npm_config_fund=false",
		"PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_CONSTRAINT="+w.constraints(t))
	for name, variable := range map[string]string{"go": "", "node": "NPM", "python": "PYTHON"} {
		t.Run(name, func(t *testing.T) {
			if variable != "" && os.Getenv(variable) != "required" {
				t.Skipf("%s=required runs this recipe", variable)
			}
			t.Parallel()
			page := readPage(t, filepath.Join(w.quartet, "docs", "testing", name+".md"))
			dir := filepath.Join(w.dir, name)
			for file, text := range page.files(t) {
				write(t, filepath.Join(dir, file), []byte(text), 0o600)
			}
			t.Log(w.run(t, dir, strings.Join(blocks(page.text, "sh"), "")))
		})
	}
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

package archtest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// link matches [text](target) in a Markdown page. The group is the target without its fragment.
var link = regexp.MustCompile(`\]\(([^)#\s]*)(?:#[^)]*)?\)`)

func TestLinksOfThePagesLeadSomewhere(t *testing.T) {
	root := os.DirFS("../..")
	found := 0
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "node_modules" || name != "." && strings.HasPrefix(name, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".md" {
			return nil
		}
		page, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		for _, m := range link.FindAllStringSubmatch(string(page), -1) {
			found++
			checkLink(t, path, m[1])
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("%d links, %v", found, err)
	}
}

func checkLink(t *testing.T, page, target string) {
	t.Helper()
	if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
		return
	}
	if _, err := os.Stat(filepath.Join("../..", filepath.Dir(page), target)); err != nil {
		t.Errorf("%s: %s leads nowhere", page, target)
	}
}

package archtest_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// goFile is a Go file that a comment names, with the folders before it if it has any.
	goFile = regexp.MustCompile(`[\w./-]*[\w*]\.go\b`)
	// tableRow is a line of a table of files: indented, and it begins with a file.
	tableRow = regexp.MustCompile(`(?m)^\t[\w./-]*[\w*]\.go\b`)
)

// TestFileTablesAreTrue holds the package comments to the files: a file that one names
// exists, and a comment with a table of files names every file of its package, tests aside.
func TestFileTablesAreTrue(t *testing.T) {
	files := map[string][]string{}
	for _, s := range sources(t) {
		if !s.isTest() {
			files[s.dir()] = append(files[s.dir()], filepath.Base(s.path))
		}
	}
	tables := 0
	for _, s := range sources(t) {
		if s.isTest() || s.file.Doc == nil {
			continue
		}
		doc := s.file.Doc.Text()
		named := goFile.FindAllString(doc, -1)
		for _, name := range named {
			if !exists(s.dir(), name) {
				t.Errorf("%s names %s, which is not there", s.path, name)
			}
		}
		if len(tableRow.FindAllString(doc, -1)) < 2 {
			continue
		}
		tables++
		for _, file := range files[s.dir()] {
			if file != filepath.Base(s.path) && !slices.ContainsFunc(named, func(name string) bool { return covers(name, file) }) {
				t.Errorf("%s has a table of files without %s", s.path, file)
			}
		}
	}
	if tables < 5 {
		t.Errorf("found only %d tables", tables)
	}
}

// covers tells whether a name of a table, such as dictionary*.go, stands for the file.
func covers(name, file string) bool {
	ok, err := filepath.Match(name, file)
	return ok && err == nil
}

// exists looks for a file from the folder, the folder above, the module and the root.
func exists(dir, name string) bool {
	module, _, _ := strings.Cut(dir, "/")
	for _, base := range []string{dir, filepath.Dir(dir), module, "."} {
		if found, err := filepath.Glob(filepath.Join(root, base, name)); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}

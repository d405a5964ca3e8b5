package archtest_test

import (
	"strings"
	"testing"
)

// leastDoc is the minimum number of words in a package comment: more than the name.
const leastDoc = 7

// TestEachPackageHasAComment requires a package comment in doc.go, or in the only file of the
// package.
func TestEachPackageHasAComment(t *testing.T) {
	docs, files := map[string][]string{}, map[string]int{}
	for _, s := range sources(t) {
		if strings.HasSuffix(s.file.Name.Name, "_test") || s.isTest() {
			continue
		}
		files[s.dir()]++
		if s.file.Doc != nil {
			docs[s.dir()] = append(docs[s.dir()], s.path)
			if n := len(strings.Fields(s.file.Doc.Text())); n < leastDoc {
				t.Errorf("%s says %d words about its package, want %d or more", s.path, n, leastDoc)
			}
			if !strings.HasPrefix(s.file.Doc.Text(), "Package "+s.file.Name.Name) && !strings.HasPrefix(s.file.Doc.Text(), "Command ") && s.file.Name.Name != "main" {
				t.Errorf("%s: the comment begins with %.40q", s.path, s.file.Doc.Text())
			}
		}
	}
	for dir, n := range files {
		if len(docs[dir]) != 1 {
			t.Errorf("%s: want one package comment in its %d files, got %v", dir, n, docs[dir])
		}
		if n > 5 && len(docs[dir]) == 1 && !strings.HasSuffix(docs[dir][0], "/doc.go") && !strings.HasSuffix(docs[dir][0], "/main.go") {
			t.Errorf("%s has %d files: its comment belongs into doc.go, not %s", dir, n, docs[dir][0])
		}
	}
}

package imports_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// page is docs/import.md.
type page struct{ text string }

func readPage(t *testing.T, path string) page {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return page{string(text)}
}

// commands returns the blocks of shell commands of a section.
func (p page) commands(t *testing.T, section string) []string {
	t.Helper()
	_, rest, found := strings.Cut(p.text, "\n## "+section+"\n")
	if !found {
		t.Fatalf("docs/import.md has no section %q", section)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	return blocks(rest, "sh")
}

// program returns the application of the page, by name of its files.
func (p page) program(t *testing.T) map[string]string {
	t.Helper()
	files := blocks(p.text, "go")
	if len(files) != 2 {
		t.Fatalf("docs/import.md has %d blocks of Go, want main.go and main_test.go", len(files))
	}
	return map[string]string{"main.go": files[0], "main_test.go": files[1]}
}

func blocks(text, language string) []string {
	var found []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}

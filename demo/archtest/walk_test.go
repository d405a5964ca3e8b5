package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	step   = regexp.MustCompile(`^\d+\. \[[^\]]+\]\(([^)]+)\): (.*)`)
	quoted = regexp.MustCompile("`([^`]+)`")
	// word is in the prose of a step and not in its file: a request, or a parameter.
	word = regexp.MustCompile(`^(POST|GET) |=`)
)

// TestTheWalkOfTheArchitectureIsThere holds the walk of docs/architecture.md: each of its
// steps leads to a file, and the file has every name that the step says to look for.
func TestTheWalkOfTheArchitectureIsThere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, walk, found := strings.Cut(string(page), "## Follow a refresh token")
	walk, _, _ = strings.Cut(walk, "\n## ")
	steps := 0
	for line := range strings.Lines(walk) {
		m := step.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		steps++
		text, err := os.ReadFile(filepath.Join(root, "docs", m[1]))
		if err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
		for _, name := range quoted.FindAllStringSubmatch(m[2], -1) {
			if !word.MatchString(name[1]) && !strings.Contains(string(text), name[1]) {
				t.Errorf("%s has no %q", m[1], name[1])
			}
		}
	}
	if !found || steps < 7 {
		t.Errorf("found %d steps, want 7 or more", steps)
	}
}

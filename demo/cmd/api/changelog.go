package main

import (
	"os"
	"path/filepath"
	"strings"
)

// decisions are the lines of CHANGELOG.md about what is unreleased and breaks.
type decisions []string

func readDecisions(root string) (decisions, error) {
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	return decisionsIn(string(text)), err
}

func decisionsIn(changelog string) decisions {
	_, rest, _ := strings.Cut(changelog, "\n## [Unreleased]\n")
	unreleased, _, _ := strings.Cut(rest, "\n## ")
	_, rest, found := strings.Cut(unreleased, "\n### Breaking\n")
	if !found {
		return nil
	}
	section, _, _ := strings.Cut(rest, "\n### ")
	return strings.Split(section, "\n")
}

// have tells whether a line names package and symbol of the change, as code.
func (d decisions) have(c change) bool {
	for _, line := range d {
		if strings.Contains(line, "`"+c.path+"`") && (c.symbol == "" || strings.Contains(line, "`"+c.symbol+"`")) {
			return true
		}
	}
	return false
}

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// change is one difference in the API of a package.
type change struct {
	path       string // of the package: "client/bff"
	symbol     string // "Config.Issuer"; "" is the whole package
	message    string
	compatible bool
}

func (c change) String() string { return c.path + ": " + c.message }

// compare returns the differences between two states of the repository, in the packages
// that either of them lists.
func compare(before, after string) ([]change, error) {
	paths := packagesIn(listed)
	if earlier, err := os.ReadFile(filepath.Join(before, "demo", "cmd", "api", "packages.txt")); err == nil {
		paths = append(paths, packagesIn(string(earlier))...)
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	was, _, err := load(before, paths)
	if err != nil {
		return nil, err
	}
	is, _, err := load(after, paths)
	if err != nil {
		return nil, err
	}
	var all []change
	for _, path := range paths {
		switch {
		case was[path] == nil && is[path] != nil:
			all = append(all, change{path: path, message: "package added", compatible: true})
		case was[path] != nil && is[path] == nil:
			all = append(all, change{path: path, message: "package removed"})
		case was[path] != nil:
			for _, c := range apidiff.Changes(was[path], is[path]).Changes {
				all = append(all, change{path, symbolOf(c.Message), c.Message, c.Compatible})
			}
		}
	}
	return all, nil
}

// symbolOf returns what a message of apidiff is about: "(*Server).Mount: removed" is
// about "Server.Mount".
func symbolOf(message string) string {
	symbol, _, _ := strings.Cut(message, ":")
	return strings.NewReplacer("(*", "", "(", "", ")", "").Replace(symbol)
}

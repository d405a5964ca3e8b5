package main

import (
	_ "embed"
	"strings"
)

// listed is the list of the packages that others import, one a line.
//
//go:embed packages.txt
var listed string

// packagesIn returns the paths in a list, relative to the module path of the repository.
func packagesIn(list string) []string {
	var paths []string
	for line := range strings.Lines(list) {
		if path, _, _ := strings.Cut(strings.TrimSpace(line), " "); path != "" && path != "#" {
			paths = append(paths, path)
		}
	}
	return paths
}

package main

import (
	"bytes"
	"fmt"
	"go/format"
	"path/filepath"
	"regexp"
)

// rewriteAll replaces the module path in all files below root, and returns how many it changed.
func rewriteAll(root, old, path string) (int, error) {
	if old == path {
		return 0, nil
	}
	all, err := files(root)
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, name := range all {
		differs, err := edit(name, func(text []byte) ([]byte, error) { return rewrite(name, text, old, path) })
		if err != nil {
			return changed, fmt.Errorf("%s: %w", name, err)
		}
		if differs {
			changed++
		}
	}
	return changed, nil
}

// rewrite replaces the path where it begins the path of a package, or stands in a list
// of prefixes. The host of a URL or an identifier that looks like the path stays.
func rewrite(name string, text []byte, old, path string) ([]byte, error) {
	if bytes.IndexByte(text, 0) >= 0 || !bytes.Contains(text, []byte(old)) {
		return text, nil
	}
	begins := regexp.MustCompile(`(^|[^\w.@/:-])` + regexp.QuoteMeta(old) + `([/\]])`)
	text = begins.ReplaceAll(text, []byte("${1}"+path+"${2}"))
	if filepath.Ext(name) == ".go" {
		return format.Source(text) // imports are sorted by path
	}
	return text, nil
}

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../.."

// go vet compiles examples, and godoc shows them.
func TestEveryListedPackageHasAnExample(t *testing.T) {
	for _, path := range packagesIn(listed) {
		files, err := filepath.Glob(filepath.Join(root, path, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !hasExample(t, files) {
			t.Errorf("%s: no function Example in its tests", path)
		}
	}
}

func hasExample(t *testing.T, files []string) bool {
	t.Helper()
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Example") {
				return true
			}
		}
	}
	return false
}

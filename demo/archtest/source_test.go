package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// root is the path of the workspace from this package.
const root = "../.."

// source is a parsed Go file of the workspace.
type source struct {
	path string // path from the root, such as authserver/internal/token/code.go
	file *ast.File
	text string // its string literals and comments

	names map[string]bool // the names in its code: "checks.Known" of another package, "Known" of its own
}

func (s source) dir() string    { return filepath.ToSlash(filepath.Dir(s.path)) }
func (s source) module() string { return module(s.path) }
func (s source) isTest() bool   { return strings.HasSuffix(s.path, "_test.go") }

// sources parses every Go file of the workspace, including tests.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, m := range append([]string{"shared", "docs", "demo"}, services...) {
		err := filepath.WalkDir(filepath.Join(root, m), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return fs.SkipDir
			}
			if d.IsDir() || filepath.Ext(path) != ".go" {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, path)
			all = append(all, source{filepath.ToSlash(rel), file, said(file), mentioned(file)})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// said returns all string literals and comments of a file.
func said(file *ast.File) string {
	var b strings.Builder
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			b.WriteString(lit.Value + "\n")
		}
		return true
	})
	for _, group := range file.Comments {
		b.WriteString(group.Text())
	}
	return b.String()
}

// mentioned returns the names that the code of a file uses or declares.
func mentioned(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok {
				names[pkg.Name+"."+n.Sel.Name] = true
			}
		case *ast.Ident:
			names[n.Name] = true
		}
		return true
	})
	return names
}

package archtest_test

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parameter is one of a path, as Echo writes it.
var parameter = regexp.MustCompile(`:(\w+)`)

// TestRoutesNameEveryPath holds what routes.go says: every path that a package of the
// service mounts is in the comments of routes.go.
func TestRoutesNameEveryPath(t *testing.T) {
	for service, file := range map[string]string{
		"authserver": "authserver/routes.go", "resourceserver": "resourceserver/routes.go", "client/bff": "client/bff/routes.go",
	} {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		paths := mounted(t, service)
		if len(paths) < 5 {
			t.Errorf("%s: found only the paths %v", service, paths)
		}
		for _, path := range paths {
			if !strings.Contains(string(text), parameter.ReplaceAllString(path, "{$1}")) {
				t.Errorf("%s does not name %s", file, path)
			}
		}
	}
}

// mounted are the paths in calls such as e.POST(path, handler) in the packages of a service.
func mounted(t *testing.T, service string) (paths []string) {
	t.Helper()
	constants := map[string]string{}
	var used []ast.Expr
	var in []string // the package of each
	for _, s := range sources(t) {
		if s.isTest() || !strings.HasPrefix(s.path, service+"/internal/") || strings.HasSuffix(s.dir(), "test") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, value := range n.Values {
					if lit, ok := value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						constants[s.dir()+"."+n.Names[i].Name] = lit.Value
					}
				}
			case *ast.CallExpr:
				if at := argumentOfPath(n); at >= 0 && len(n.Args) > at+1 {
					used, in = append(used, n.Args[at]), append(in, s.dir())
				}
			}
			return true
		})
	}
	for i, expr := range used {
		literal := ""
		switch expr := expr.(type) {
		case *ast.BasicLit:
			literal = expr.Value
		case *ast.Ident:
			literal = constants[in[i]+"."+expr.Name]
		}
		if path, err := strconv.Unquote(literal); err == nil && strings.HasPrefix(path, "/") {
			paths = append(paths, path)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(paths)))
}

// argumentOfPath is which argument of a call is a path, -1 if none is.
func argumentOfPath(call *ast.CallExpr) int {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return -1
	}
	switch receiver, _ := method.X.(*ast.Ident); {
	case receiver == nil:
		return -1
	case receiver.Name == "web" && method.Sel.Name == "Read":
		return 1
	case receiver.Name == "e" && slices.Contains([]string{"GET", "POST", "PUT", "DELETE", "Any"}, method.Sel.Name):
		return 0
	}
	return -1
}

package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// outgoing are the names in net/http with which code could send a request without
// localnet.NewClient, and so without its limits, its dialer and its rule on redirects.
var outgoing = []string{"Client", "Transport", "DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm"}

// Only shared/localnet may make HTTP clients and transports, so that every request has limits, can
// reach *.localhost, and follows no redirect by mistake. A bare http.Client with a RoundTripper
// may be passed to localnet.NewClient as its base.
func TestOnlyLocalnetMakesHTTPClients(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || s.module() == "demo" || s.dir() == "shared/localnet" || s.dir() == "authserver/internal/browsertest" {
			continue
		}
		for _, name := range made(s.file) {
			t.Errorf("%s uses http.%s: use localnet.NewClient or localnet.Transport", s.path, name)
		}
	}
}

// made returns the clients and transports of net/http that a file makes or uses.
func made(file *ast.File) []string {
	var names []string
	given := map[ast.Node]bool{} // base clients that are passed to NewClient
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if len(n.Args) > 0 && isName(n.Fun, "localnet", "NewClient") {
				if base, ok := n.Args[0].(*ast.UnaryExpr); ok {
					given[base.X] = true
				}
			}
			if name := ofHTTP(n.Fun); name != "" { // http.Get(…), and new(http.Client)
				names = append(names, name)
			}
			if fun, ok := n.Fun.(*ast.Ident); ok && fun.Name == "new" {
				names = appendIf(names, ofHTTP(n.Args[0]))
			}
		case *ast.CompositeLit:
			if !given[n] {
				names = appendIf(names, ofHTTP(n.Type))
			}
		case *ast.ValueSpec: // var c http.Client
			names = appendIf(names, ofHTTP(n.Type))
		case *ast.SelectorExpr:
			if name := ofHTTP(n); name == "DefaultClient" || name == "DefaultTransport" {
				names = append(names, name)
			}
		}
		return true
	})
	return names
}

func appendIf(names []string, name string) []string {
	if name == "" {
		return names
	}
	return append(names, name)
}

// ofHTTP returns the name in an expression such as http.Client, if it is in outgoing.
func ofHTTP(e ast.Expr) string {
	for _, name := range outgoing {
		if isName(e, "http", name) {
			return name
		}
	}
	return ""
}

func isName(e ast.Expr, pkg, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == pkg
}

// made must recognize each way to make a client.
func TestMadeNoticesClients(t *testing.T) {
	for code, want := range map[string][]string{
		`var c = &http.Client{}`:                                    {"Client"},
		`var c = http.Client{Timeout: 1}`:                           {"Client"},
		`var c http.Client`:                                         {"Client"},
		`var c = new(http.Transport)`:                               {"Transport"},
		`var c = http.DefaultClient`:                                {"DefaultClient"},
		`var c = http.DefaultTransport`:                             {"DefaultTransport"},
		`var _, _ = http.Get("x")`:                                  {"Get"},
		`var c *http.Client`:                                        nil,
		`var c = localnet.NewClient(&http.Client{Transport: x}, o)`: nil,
		`var c = localnet.NewClient(&http.Client{Transport: y(&http.Transport{})}, o)`: {"Transport"},
	} {
		if got := made(parsed(t, "package p\n"+code)); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

func parsed(t *testing.T, code string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

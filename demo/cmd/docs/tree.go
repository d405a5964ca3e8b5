package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tree is what the documents need to know of the source.
type tree struct {
	checks []check
	uses   map[string][]string // "checks.PKCEVerifier" in a module → places in code
	tests  map[string][]string // an id of a check or a row → tests that name it
	codes  map[string]string   // the Go name of an oauth.Code → the code on the wire
}

// check is an oauth.Check literal, with the place of its declaration.
type check struct {
	id, name, module, spec, code, meaning, stops string
}

var (
	modules = []string{"authserver", "client", "demo", "inspector", "resourceserver", "shared"}
	// ids are those of checks (as.pkce.verifier) and of catalogue rows (D-12, CB-01).
	ids = regexp.MustCompile(`\b(?:(?:as|rs|client|web|inspector)(?:\.[a-z0-9_]+)+|(?:[A-O]|C[BCDRKFP])-\d\d)\b`)
)

// read parses every Go file of the modules in the workspace.
func read(workspace fs.FS) (*tree, error) {
	t := &tree{uses: map[string][]string{}, tests: map[string][]string{}, codes: map[string]string{}}
	for _, module := range modules {
		err := fs.WalkDir(workspace, module, func(place string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(place) != ".go" {
				return err
			}
			text, err := fs.ReadFile(workspace, place)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), place, text, parser.ParseComments)
			if err != nil {
				return err
			}
			t.add(module, place, file)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(t.checks, func(a, b check) int { return strings.Compare(a.id, b.id) })
	return t, nil
}

func (t *tree) add(module, place string, file *ast.File) {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			t.addFunc(module, place, file, d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && !strings.HasSuffix(place, "_test.go") {
					t.addChecks(module, v)
					t.addCodes(v)
				}
			}
		}
	}
}

// addFunc notes which checks a function uses or, in a test, which ids it names.
func (t *tree) addFunc(module, place string, file *ast.File, d *ast.FuncDecl) {
	if strings.HasSuffix(place, "_test.go") {
		t.addTest(place+" "+testOf(file, d), file, d)
		return
	}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "checks" {
				note(t.uses, module+"."+n.Sel.Name, place)
			}
		case *ast.Ident: // within the package of the checks, as in resourceserver/bearer
			if n.IsExported() {
				note(t.uses, module+"."+n.Name, place)
			}
		}
		return true
	})
}

// testOf names the test that a function of a test file is, or that it helps: the
// first of the file.
func testOf(file *ast.File, d *ast.FuncDecl) string {
	for _, decl := range append([]ast.Decl{d}, file.Decls...) {
		if f, ok := decl.(*ast.FuncDecl); ok && (strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz")) {
			return f.Name.Name
		}
	}
	return d.Name.Name
}

// addTest notes every id in the strings and comments of a test.
func (t *tree) addTest(name string, file *ast.File, d *ast.FuncDecl) {
	text := []string{}
	ast.Inspect(d, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text = append(text, lit.Value)
		}
		return true
	})
	for _, group := range file.Comments {
		if group.End() >= d.Pos() && group.Pos() <= d.End() || group == d.Doc {
			text = append(text, group.Text())
		}
	}
	for _, id := range ids.FindAllString(strings.Join(text, "\n"), -1) {
		note(t.tests, id, name)
	}
}

func (t *tree) addChecks(module string, v *ast.ValueSpec) {
	for i, value := range v.Values {
		lit, ok := value.(*ast.CompositeLit)
		if !ok || !isCheck(lit.Type) {
			continue
		}
		fields := fieldsOf(lit)
		t.checks = append(t.checks, check{
			id: fields["ID"], name: v.Names[i].Name, module: module, spec: fields["Spec"],
			code: fields["Error"], meaning: fields["Meaning"], stops: fields["Stops"],
		})
	}
}

// addCodes notes constants of the type Code, as shared/oauth declares them.
func (t *tree) addCodes(v *ast.ValueSpec) {
	if kind, ok := v.Type.(*ast.Ident); !ok || kind.Name != "Code" {
		return
	}
	for i, value := range v.Values {
		if lit, ok := value.(*ast.BasicLit); ok {
			t.codes[v.Names[i].Name], _ = strconv.Unquote(lit.Value)
		}
	}
}

func isCheck(expr ast.Expr) bool {
	sel, ok := expr.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Check"
}

func fieldsOf(lit *ast.CompositeLit) map[string]string {
	fields := map[string]string{}
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch v := pair.Value.(type) {
		case *ast.BasicLit:
			fields[pair.Key.(*ast.Ident).Name], _ = strconv.Unquote(v.Value)
		case *ast.SelectorExpr:
			fields[pair.Key.(*ast.Ident).Name] = v.Sel.Name
		}
	}
	return fields
}

// note appends a value to a set in a map.
func note(set map[string][]string, key, value string) {
	if !slices.Contains(set[key], value) {
		set[key] = append(set[key], value)
	}
}

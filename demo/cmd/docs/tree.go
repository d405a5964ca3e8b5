package main

import (
	"fmt"
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
	checks  []check
	uses    []use               // where code names a check
	scripts map[string][]string // an id of a check → lines of scripts and stores that name it
	returns map[string][]string // a sentinel error, as core.ErrNotFound in a module → lines that return it
	wrapped map[string][]string // a sentinel error → errors that wrap it
	tests   map[string][]string // an id of a check or a row → tests that name it
	related map[string][]string // an id of a check → rows that a test names with it, and the other way round
	codes   map[string]string   // the Go name of an oauth.Code → the code on the wire
	files   map[string]string   // every file
}

// check is an oauth.Check literal, or one of shared/checks that a service adopts.
type check struct {
	id, name, dir, place, spec, code, status, meaning, stops string
	decisive                                                 string // the attacks that it stops by itself
	adopts                                                   string // the Go name in shared/checks
}

var (
	modules = []string{"authserver", "client", "demo", "inspector", "resourceserver", "shared"}
	// ids are those of checks (as.pkce.verifier) and of catalogue rows (D-12, CB-01).
	ids = regexp.MustCompile(`\b(?:(?:as|rs|client|web|inspector)(?:\.[a-z0-9_]+)+|(?:[A-O]|C[BCDRKFP])-\d\d)\b`)
)

// read parses every Go file and script of the modules in the workspace.
func read(workspace fs.FS) (*tree, error) {
	t := &tree{
		scripts: map[string][]string{}, returns: map[string][]string{}, wrapped: map[string][]string{}, tests: map[string][]string{},
		related: map[string][]string{}, codes: map[string]string{}, files: map[string]string{},
	}
	for _, module := range modules {
		err := fs.WalkDir(workspace, module, func(place string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(place) != ".go" && path.Ext(place) != ".lua" {
				return err
			}
			text, err := fs.ReadFile(workspace, place)
			t.files[place] = string(text)
			if err != nil || path.Ext(place) == ".lua" {
				t.addScript(place, string(text), "--")
				return err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, place, text, parser.ParseComments)
			if err != nil {
				return err
			}
			t.add(source{place, set, file})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	t.adopt()
	slices.SortFunc(t.checks, func(a, b check) int { return strings.Compare(a.id, b.id) })
	return t, nil
}

// source is a parsed Go file.
type source struct {
	place string
	set   *token.FileSet
	file  *ast.File
}

func (s source) isTest() bool { return strings.HasSuffix(s.place, "_test.go") }

// at is the place of a node: a/b.go#L12.
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s#L%d", s.place, s.set.Position(n.Pos()).Line)
}

// isLab reports whether a file is below the labs. Their tests name checks that do not stop an attack, too, so
// that a name there shows nothing.
func isLab(place string) bool { return strings.HasPrefix(place, "demo/labs/") }

func module(place string) string { m, _, _ := strings.Cut(place, "/"); return m }

func (t *tree) add(s source) {
	if !s.isTest() {
		if strings.HasSuffix(path.Dir(s.place), "/redisstore") {
			t.addScript(s.place, t.files[s.place], "//")
		}
		t.addUses(s)
	}
	for _, decl := range s.file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if s.isTest() && !isLab(s.place) {
				t.addTest(s.place+" "+testOf(s.file, d), s.file, d)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && !s.isTest() {
					t.addChecks(s, v)
					t.addCodes(v)
				}
			}
		}
	}
}

// addScript notes the lines of a script, or of the Go code of a store, that name a check
// in the comment at their end: they decide it.
func (t *tree) addScript(place, text, mark string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		code, comment, _ := strings.Cut(line, mark)
		for _, id := range ids.FindAllString(comment, -1) {
			if strings.TrimSpace(code) != "" {
				note(t.scripts, id, fmt.Sprintf("%s#L%d", place, n))
			}
		}
	}
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
	t.relate(d)
}

func (t *tree) addChecks(s source, v *ast.ValueSpec) {
	for i, value := range v.Values {
		c := check{name: v.Names[i].Name, dir: path.Dir(s.place), place: s.at(v)}
		switch value := value.(type) {
		case *ast.CompositeLit:
			if !isCheck(value.Type) {
				continue
			}
			fields := fieldsOf(value)
			c.id, c.spec, c.code, c.status = fields["ID"], fields["Spec"], fields["Error"], fields["Status"]
			c.meaning, c.stops, c.decisive = fields["Meaning"], fields["Stops"], fields["Decisive"]
		case *ast.CallExpr: // shared.DPoPOne.In("as")
			in, ok := value.Fun.(*ast.SelectorExpr)
			if !ok || in.Sel.Name != "In" || len(value.Args) != 1 {
				continue
			}
			c.id, _ = strconv.Unquote(value.Args[0].(*ast.BasicLit).Value)
			c.adopts = in.X.(*ast.SelectorExpr).Sel.Name
		default:
			continue
		}
		t.checks = append(t.checks, c)
	}
}

// adopt completes the checks that services adopt from shared/checks, which are no checks
// of their own.
func (t *tree) adopt() {
	declared := map[string]check{}
	for _, c := range t.checks {
		if c.dir == "shared/checks" {
			declared[c.name] = c
		}
	}
	for i, c := range t.checks {
		if from, ok := declared[c.adopts]; ok {
			c.id += "." + from.id
			c.spec, c.code, c.status, c.meaning, c.stops, c.decisive = from.spec, from.code, from.status, from.meaning, from.stops, from.decisive
			t.checks[i] = c
		}
	}
	t.checks = slices.DeleteFunc(t.checks, func(c check) bool { return c.dir == "shared/checks" })
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

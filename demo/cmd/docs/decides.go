package main

import (
	"go/ast"
	"path"
	"slices"
	"strings"
)

// use is a place in code that names a check.
type use struct {
	dir, qualifier, name string // of the file; of the package, "" for its own; of the check
	place                string
	kind                 kind
	sentinels            []string // of FailsOn
}

// kind says how a place decides a check.
type kind int

const (
	mentions kind = iota // &checks.X, in a table or as an argument
	ruled                // checks.X.FailsOn(err): a script or a parser decides
	decides              // checks.X.Require(ctx, ok)
)

// addUses notes where a file names checks, and which sentinel errors it returns.
func (t *tree) addUses(s source) {
	var stack []ast.Node
	ast.Inspect(s.file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		qualifier, name, ok := named(n, stack)
		if ok {
			t.addUse(s, stack, use{dir: path.Dir(s.place), qualifier: qualifier, name: name, place: s.at(n)})
		}
		stack = append(stack, n)
		return true
	})
}

// named is the exported name that an expression is: checks.X, or X of the same package.
func named(n ast.Node, stack []ast.Node) (qualifier, name string, ok bool) {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		pkg, isName := n.X.(*ast.Ident)
		if isName && n.Sel.IsExported() {
			return pkg.Name, n.Sel.Name, true
		}
	case *ast.Ident:
		parent := stack[len(stack)-1]
		if selector, isSelector := parent.(*ast.SelectorExpr); n.IsExported() && (!isSelector || selector.X == ast.Expr(n)) {
			return "", n.Name, true
		}
	}
	return "", "", false
}

func (t *tree) addUse(s source, stack []ast.Node, u use) {
	if strings.HasPrefix(u.name, "Err") {
		t.addSentinel(sentinelOf(s, u.qualifier, u.name), stack, u, s)
		return
	}
	switch parent := stack[len(stack)-1].(type) {
	case *ast.SelectorExpr: // checks.X.Require
		switch parent.Sel.Name {
		case "Require", "RequireNil", "RequireComparing", "Fail":
			u.kind = decides
		case "FailsOn":
			u.kind = ruled
			u.sentinels = sentinels(s, stack[len(stack)-2])
		default: // Pass decides nothing
			return
		}
	case *ast.UnaryExpr:
		switch stack[len(stack)-2].(type) {
		case *ast.CaseClause, *ast.BinaryExpr: // compares a refusal with the check
			return
		}
	default:
		return
	}
	t.uses = append(t.uses, u)
}

// addSentinel notes a line that returns the error, and another error that wraps it.
func (t *tree) addSentinel(name string, stack []ast.Node, u use, s source) {
	if strings.HasSuffix(u.dir, "test") { // helpers of tests, such as josetest
		return
	}
	for _, n := range stack {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			note(t.returns, name, u.place)
		case *ast.ValueSpec:
			if wraps := sentinelOf(s, "", n.Names[0].Name); wraps != name {
				note(t.wrapped, name, wraps)
			}
		}
	}
}

// parsed are the lines that return an error: those of its own package, which parses, or
// else those of the module of the check.
func (t *tree) parsed(sentinel string, c check) []string {
	all := slices.Clone(t.returns[sentinel])
	for _, other := range t.wrapped[sentinel] {
		all = append(all, t.returns[other]...)
	}
	pkg, _, _ := strings.Cut(sentinel, ".")
	own := slices.DeleteFunc(slices.Clone(all), func(place string) bool { return path.Base(path.Dir(place)) != path.Base(pkg) })
	if len(own) > 0 {
		return own
	}
	return slices.DeleteFunc(all, func(place string) bool { return module(place) != module(c.dir) && module(place) != "shared" })
}

// sentinels are the errors of a call of FailsOn.
func sentinels(s source, n ast.Node) (found []string) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	for _, arg := range call.Args {
		if qualifier, name, ok := named(arg, []ast.Node{call}); ok {
			found = append(found, sentinelOf(s, qualifier, name))
		}
	}
	return found
}

// sentinelOf names an error over all files: core.ErrNotFound of a service is another
// than that of the next, and dpop.ErrTime is the same in all.
func sentinelOf(s source, qualifier, name string) string {
	if qualifier == "" {
		qualifier = s.file.Name.Name
	}
	if qualifier == "core" {
		qualifier = module(s.place) + "/core"
	}
	return qualifier + "." + name
}

// deciding are the places that decide a check, the most telling first: the line of the
// script; the call of Require or Fail; where the parser returns the error; a table.
func (t *tree) deciding(c check) []string {
	found := slices.Clone(t.scripts[c.id])
	var calls, parsers, tables []string
	for _, u := range t.uses {
		own := u.qualifier == "" && u.dir == c.dir
		if u.name != c.name || !own && (u.qualifier != path.Base(c.dir) || module(u.dir) != module(c.dir)) {
			continue
		}
		switch u.kind {
		case decides:
			calls = append(calls, u.place)
		case ruled:
			tables = append(tables, u.place)
			for _, sentinel := range u.sentinels {
				parsers = append(parsers, t.parsed(sentinel, c)...)
			}
		case mentions:
			tables = append(tables, u.place)
		}
	}
	if len(found) == 0 {
		calls = append(calls, parsers...)
	}
	if found = append(found, calls...); len(found) == 0 {
		found = tables
	}
	return found
}

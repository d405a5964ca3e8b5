package archtest_test

import (
	"go/ast"
	"regexp"
	"strconv"
	"testing"
)

// check is an oauth.Check, and where it is declared.
type check struct {
	id, name string
	at       source
}

// checksOf are all checks of a file.
func checksOf(s source) []check {
	var found []check
	if s.isTest() {
		return nil
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, value := range spec.Values {
			if lit, ok := value.(*ast.CompositeLit); ok && isCheck(lit.Type) {
				found = append(found, check{member(lit, "ID"), spec.Names[i].Name, s})
			}
		}
		return true
	})
	return found
}

func isCheck(expr ast.Expr) bool {
	sel, ok := expr.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Check"
}

// member is the string that a member of the literal is set to.
func member(lit *ast.CompositeLit, name string) string {
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok || pair.Key.(*ast.Ident).Name != name {
			continue
		}
		if value, ok := pair.Value.(*ast.BasicLit); ok {
			text, _ := strconv.Unquote(value.Value)
			return text
		}
	}
	return ""
}

// mentions tells whether code of the check's module names its variable: as
// checks.Name, or as Name in the package that declares it.
func mentions(s source, c check) bool {
	return s.module() == c.at.module() && s.path != c.at.path &&
		(s.names[c.at.file.Name.Name+"."+c.name] || s.dir() == c.at.dir() && s.names[c.name])
}

var (
	formOfID = regexp.MustCompile(`^(as|rs|client|web|inspector)(\.[a-z0-9_]+)+$`)

	// told are the checks whose tests name them: an attack must die at the check
	// that is meant for it, and not at another by luck.
	told = regexp.MustCompile(`^as\.`)
)

func TestChecks(t *testing.T) {
	all := sources(t)
	seen := map[string]string{}
	for _, s := range all {
		for _, c := range checksOf(s) {
			t.Run(c.id, func(t *testing.T) {
				if other := seen[c.id]; other != "" || !formOfID.MatchString(c.id) {
					t.Errorf("%s of %s: the id is malformed, or the same as that of %s", c.name, s.path, other)
				}
				seen[c.id] = c.name
				used, tested := places(all, c)
				if used == 0 {
					t.Errorf("%s is a defence that no code uses", c.name)
				}
				if tested == 0 && told.MatchString(c.id) {
					t.Errorf("no test names it, as %q or as %s", c.id, c.name)
				}
			})
		}
	}
	if len(seen) < 150 {
		t.Errorf("found only %d checks", len(seen))
	}
}

// places counts the files that use a check, and the tests that name it.
func places(all []source, c check) (used, tested int) {
	whole := regexp.MustCompile(regexp.QuoteMeta(c.id) + `($|[^a-z0-9_.]|\.[^a-z])`)
	for _, s := range all {
		switch {
		case !s.isTest() && mentions(s, c):
			used++
		case s.isTest() && (mentions(s, c) || whole.MatchString(s.text)):
			tested++
		}
	}
	return used, tested
}

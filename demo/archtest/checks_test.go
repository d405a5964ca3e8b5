package archtest_test

import (
	"cmp"
	"go/ast"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"quartet.example/shared/checks"
)

// check is an oauth.Check literal and its place.
type check struct {
	id, name string
	at       source
}

// checksOf returns all checks that a file declares.
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
			if lit, ok := value.(*ast.CompositeLit); ok && isCheck(lit.Type) && s.dir() != "shared/checks" {
				found = append(found, check{member(lit, "ID"), spec.Names[i].Name, s})
			}
			if id := adopted(value); id != "" {
				found = append(found, check{id, spec.Names[i].Name, s})
			}
		}
		return true
	})
	return found
}

// adopted is the id of a check of shared/checks that a service declares as its own:
// as.dpop.one for shared.DPoPOne.In("as").
func adopted(value ast.Expr) string {
	call, ok := value.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	in, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || in.Sel.Name != "In" {
		return ""
	}
	from, isName := in.X.(*ast.SelectorExpr)
	service, isText := call.Args[0].(*ast.BasicLit)
	if !isName || !isText {
		return ""
	}
	name, _ := strconv.Unquote(service.Value)
	return name + "." + sharedIDs[from.Sel.Name]
}

// sharedIDs are the ids of the checks in shared/checks, by their Go name.
var sharedIDs = map[string]string{
	"DPoPOne": checks.DPoPOne.ID, "DPoPProof": checks.DPoPProof.ID, "DPoPSignature": checks.DPoPSignature.ID,
	"DPoPFresh": checks.DPoPFresh.ID, "DPoPJTIReplay": checks.DPoPJTIReplay.ID,
}

func isCheck(expr ast.Expr) bool {
	sel, ok := expr.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Check"
}

// member returns the string value of a field in the literal.
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

// mentions reports whether code in the check's module uses its variable: as checks.Name, or as
// Name in the package that declares it.
func mentions(s source, c check) bool {
	return s.module() == c.at.module() && s.path != c.at.path &&
		(s.names[c.at.file.Name.Name+"."+c.name] || s.dir() == c.at.dir() && s.names[c.name])
}

var (
	formOfID = regexp.MustCompile(`^(as|rs|client|web|inspector)(\.[a-z0-9_]+)+$`)

	// told matches the checks whose id a test must name. Otherwise an attack could be refused by
	// another check by chance, and nobody would notice that the right one is missing.
	told = regexp.MustCompile(`^as\.`)
)

// spelled maps words in ids to their spelling in Go names.
var spelled = map[string]string{
	"acr": "ACR", "cors": "CORS", "csrf": "CSRF", "dpop": "DPoP", "id": "ID", "idtoken": "IDToken", "jkt": "JKT", "json": "JSON", "jti": "JTI", "jwt": "JWT",
	"par": "PAR", "pkce": "PKCE", "s256": "S256", "stepup": "StepUp", "uri": "URI", "url": "URL", "www": "WWW",
}

// goName returns the Go name for a check's id: its words in Go's spelling, without the service,
// and without the name of a package that is the same as the first word. So as.refresh.dpop_bound
// is RefreshDPoPBound.
func goName(c check) string {
	_, rest, _ := strings.Cut(c.id, ".")
	rest = strings.TrimPrefix(rest, c.at.file.Name.Name+".")
	var name strings.Builder
	for _, word := range strings.FieldsFunc(rest, func(r rune) bool { return r == '.' || r == '_' }) {
		name.WriteString(cmp.Or(spelled[word], strings.ToUpper(word[:1])+word[1:]))
	}
	return name.String()
}

// TestDecisionsAreReported fails for Require with a constant. What a script or a parser has
// decided is reported by oauth.Decided, and a check that passed by Pass.
func TestDecisionsAreReported(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || s.isTest() || len(call.Args) != 2 {
				return true
			}
			method, isMethod := call.Fun.(*ast.SelectorExpr)
			constant, isName := call.Args[1].(*ast.Ident)
			if isMethod && isName && method.Sel.Name == "Require" && (constant.Name == "true" || constant.Name == "false") {
				t.Errorf("%s: Require(ctx, %s) decides nothing: use oauth.Decided, Pass or Fail", s.path, constant.Name)
			}
			return true
		})
	}
}

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
				if want := goName(c); c.name != want {
					t.Errorf("%s is declared as %s, want its id in Go's spelling: %s", c.id, c.name, want)
				}
				used, tested := places(all, c)
				if used == 0 {
					t.Errorf("%s is not used by any code", c.name)
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

// places returns the number of files that use a check, and of tests that name it.
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

package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"strings"
	"testing"

	"golang.org/x/exp/apidiff"
)

// changesOf compares two versions of the source of a package.
func changesOf(t *testing.T, before, after string) []change {
	t.Helper()
	var all []change
	for _, c := range apidiff.Changes(check(t, before), check(t, after)).Changes {
		all = append(all, change{"client/bff", symbolOf(c.Message), c.Message, c.Compatible})
	}
	return all
}

func check(t *testing.T, source string) *types.Package {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, "a.go", "package a\n"+source, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("a", files, []*ast.File{parsed}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

func TestABreakIsADecision(t *testing.T) {
	const method = "type Server struct{}; func (*Server) Mount() {}"
	for rule, tt := range map[string]struct {
		before, after, changelog string
		refused                  bool
	}{
		"no change":                             {method, method, "", false},
		"an addition needs no line":             {"", method, "", false},
		"a removed function needs a line":       {"func F() {}", "", "", true},
		"a method with another signature, too":  {method, "type Server struct{}; func (*Server) Mount(int) {}", "", true},
		"a line decides it":                     {"func F() {}", "", "### Breaking\n- `client/bff`: `F` is gone; use G.", false},
		"a line for a method":                   {method, "type Server struct{}", "### Breaking\n- `client/bff`: `Server.Mount` is gone.", false},
		"a line about another symbol does not":  {"func F() {}", "", "### Breaking\n- `client/bff`: `G` is gone.", true},
		"a line about another package does not": {"func F() {}", "", "### Breaking\n- `authserver`: `F` is gone.", true},
		"a line in another section does not":    {"func F() {}", "", "### Changed\n- `client/bff`: `F` is gone.", true},
		"a line of an earlier release does not": {"func F() {}", "", "### Added\n\n## [0.1.0]\n### Breaking\n- `client/bff`: `F` is gone.", true},
	} {
		t.Run(rule, func(t *testing.T) {
			decided := decisionsIn("# Changelog\n\n## [Unreleased]\n\n" + tt.changelog + "\n")
			if err := report(io.Discard, changesOf(t, tt.before, tt.after), decided); (err != nil) != tt.refused {
				t.Errorf("got %v, want refused %v", err, tt.refused)
			}
		})
	}
}

func TestARemovedPackageNeedsALine(t *testing.T) {
	gone := []change{{path: "client/bff", message: "package removed"}}
	if report(io.Discard, gone, nil) == nil {
		t.Error("got no error")
	}
	if err := report(io.Discard, gone, decisions{"- `client/bff` is gone."}); err != nil {
		t.Errorf("with a line: got %v", err)
	}
}

// Without a tag nothing is compared by chance: somebody has to name a commit.
func TestNothingToCompareWithIsAnError(t *testing.T) {
	if err := run(io.Discard, t.TempDir(), ""); err == nil || !strings.Contains(err.Error(), "API_BASE") {
		t.Errorf("got %v, want an error that names API_BASE", err)
	}
}

package archtest_test

import (
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// refusing is a line of a script that returns a word other than ok.
	refusing = regexp.MustCompile(`\breturn (?:\{ ?)?"([a-z ]+)"`)
	// idOf matches the id of a check in a comment of a script or a store.
	idOf = regexp.MustCompile(`\b(?:as|rs|client)(?:\.[a-z0-9_]+)+\b`)
)

// exempt is the comment of a line whose word is not a refusal by a check.
const exempt = "-- no check: "

// byNumber are checks whose scripts return a number and not a word.
var byNumber = []string{"as.login.address", "as.login.throttle", "as.login.account", "as.client.throttle", "as.user_code.throttle"}

// TestScriptsNameTheirChecks follows a refusal from a script to its check and back. A
// line that refuses has the id of the check in a comment, and each check that fails
// on an error of a store is named in the script, or in the Go code, that decides it.
func TestScriptsNameTheirChecks(t *testing.T) {
	declared, byStore := map[string]bool{}, map[string]string{}
	named := map[string]bool{}
	all := sources(t)
	for _, s := range all {
		for _, c := range checksOf(s) {
			declared[c.id] = true
		}
		if strings.HasSuffix(s.dir(), "/redisstore") && !s.isTest() {
			for _, id := range idOf.FindAllString(s.text, -1) {
				named[id] = true
			}
		}
	}
	for _, id := range scriptIDs(t) {
		named[id] = true
		if !declared[id] {
			t.Errorf("a script names %s, and no such check is declared", id)
		}
	}
	for _, s := range all {
		for name := range failsOnStore(s) {
			byStore[name] = s.path
		}
	}
	for _, s := range all {
		for _, c := range checksOf(s) {
			if at := byStore[c.at.module()+"."+c.name]; at != "" && !named[c.id] {
				t.Errorf("%s: a store decides %s, and no line of a script or of redisstore names it", at, c.id)
			}
		}
	}
	for _, id := range byNumber {
		if !named[id] {
			t.Errorf("no script names %s", id)
		}
	}
}

// scriptIDs are the ids that scripts name. It reports refusing lines that name none.
func scriptIDs(t *testing.T) (ids []string) {
	t.Helper()
	lines := 0
	for _, m := range services {
		err := filepath.WalkDir(filepath.Join(root, m), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".lua" {
				return err
			}
			text, err := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				code, comment, _ := strings.Cut(line, "--")
				found := idOf.FindAllString(comment, -1)
				ids = append(ids, found...)
				word := refusing.FindStringSubmatch(code)
				if word == nil || word[1] == "ok" {
					continue
				}
				if lines++; len(found) == 0 && !strings.Contains(line, exempt) {
					t.Errorf("%s: %q names no check", path, strings.TrimSpace(line))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if lines < 20 {
		t.Errorf("found only %d refusing lines", lines)
	}
	return ids
}

// failsOnStore are the checks, as module.Name, that the code of s ties to an error of
// core by FailsOn.
func failsOnStore(s source) map[string]bool {
	found := map[string]bool{}
	if s.isTest() {
		return found
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || method.Sel.Name != "FailsOn" {
			return true
		}
		check, ok := method.X.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		for _, arg := range call.Args {
			if sentinel, ok := arg.(*ast.SelectorExpr); ok {
				if pkg, ok := sentinel.X.(*ast.Ident); ok && pkg.Name == "core" {
					found[s.module()+"."+check.Sel.Name] = true
				}
			}
		}
		return true
	})
	return found
}

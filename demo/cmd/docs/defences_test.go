package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const declared = `package oauth
const (
	InvalidGrant           Code = "invalid_grant"
	RequestURINotSupported Code = "request_uri_not_supported"
)`

func workspaceOf(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, module := range modules { // every module exists
		all[module+"/doc.go"] = &fstest.MapFile{Data: []byte("package x")}
	}
	return all
}

func checkOf(id, code string) string {
	return `package checks
var Rule = oauth.Check{ID: "` + id + `", Spec: "RFC 9101 §6.1", Error: oauth.` + code + `, Meaning: "m", Stops: "s"}`
}

func TestDefencesShowTheCodeOfTheWire(t *testing.T) {
	tree, err := read(workspaceOf(map[string]string{
		"shared/oauth/error.go": declared, "authserver/checks/a.go": checkOf("as.rule", "RequestURINotSupported"),
		"authserver/use.go":      "package authserver\nfunc use() { checks.Rule.Require() }",
		"authserver/use_test.go": "package authserver\nfunc TestRule() { want(`as.rule`) }",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.complete(); err != nil {
		t.Errorf("complete: %v", err)
	}
	var page bytes.Buffer
	writePart(&page, tree, "as.", "Authorization server")
	for _, want := range []string{"`request_uri_not_supported`", "[authserver/use.go:2](../authserver/use.go#L2)", "[TestRule](../authserver/use_test.go)"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %s:\n%s", want, page.String())
		}
	}
}

func TestAnIncompleteCheckFails(t *testing.T) {
	for name, tt := range map[string]struct{ code, test, want string }{
		"no test names it":       {"InvalidGrant", "", "as.rule: no test names this check"},
		"its code is undeclared": {"Unheard", "`as.rule`", "as.rule: shared/oauth declares no code Unheard"},
	} {
		tree, err := read(workspaceOf(map[string]string{
			"shared/oauth/error.go": declared, "authserver/checks/a.go": checkOf("as.rule", tt.code),
			"authserver/use.go":      "package authserver\nfunc use() { checks.Rule.Require() }",
			"authserver/use_test.go": "package authserver\nfunc TestRule() { want(" + tt.test + ") }",
		}))
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.complete(); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
		}
	}
}

// The line that decides is the one of the script, else the call, else where the parser
// returns its error, else the table.
func TestTheLineThatDecides(t *testing.T) {
	tree, err := read(workspaceOf(map[string]string{
		"shared/oauth/error.go": declared,
		"shared/checks/dpop.go": "package checks\nvar DPoPOne = oauth.Check{ID: \"dpop.one\", Error: oauth.InvalidGrant, Meaning: \"one\"}",
		"shared/dpop/parse.go":  "package dpop\nvar ErrMany = errors.New(\"\")\nfunc Read() error {\n\treturn ErrMany\n}",
		"authserver/internal/checks/a.go": `package checks
var (
	CodeUnused = oauth.Check{ID: "as.code.unused", Error: oauth.InvalidGrant, Status: http.StatusTooManyRequests}
	DPoPOne    = shared.DPoPOne.In("as")
	ScopeKnown = oauth.Check{ID: "as.scope.known", Error: oauth.InvalidGrant}
	TokenAud   = oauth.Check{ID: "as.token.aud", Error: oauth.InvalidGrant}
)`,
		"authserver/internal/redisstore/lua/redeem.lua": "-- as.code.unused is decided here\n\nif used then return {\"replayed\"} end -- as.code.unused\n",
		"authserver/internal/token/code.go": `package token
var rules = []oauth.Rule{
	checks.CodeUnused.FailsOn(core.ErrCodeReplayed),
	checks.DPoPOne.FailsOn(dpop.ErrMany),
	{&checks.TokenAud, true},
}
func scope() error {
	checks.ScopeKnown.Pass(ctx)
	if err == &checks.ScopeKnown {
		return nil
	}
	return checks.ScopeKnown.Require(ctx, ok)
}`,
		"authserver/code_test.go": "package authserver\nfunc TestCodes() {\n\t_ = map[string]string{\"D-01 a code is used twice\": `as.code.unused`, \"D-02 x\": `as.scope.known`}\n}",
	}))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range tree.checks {
		got[c.id] = c.name + " " + tree.wire(c) + " " + strings.Join(tree.deciding(c), ", ") + " " + strings.Join(tree.related[c.id], ", ")
	}
	want := map[string]string{
		"as.code.unused": "CodeUnused `invalid_grant`, 429 authserver/internal/redisstore/lua/redeem.lua#L3 D-01",
		"as.dpop.one":    "DPoPOne `invalid_grant` shared/dpop/parse.go#L4 ",
		"as.scope.known": "ScopeKnown `invalid_grant` authserver/internal/token/code.go#L12 D-02",
		"as.token.aud":   "TokenAud `invalid_grant` authserver/internal/token/code.go#L5 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestADutyWhoseLineIsGoneFails(t *testing.T) {
	tree, err := read(workspaceOf(nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := writeDuties(new(bytes.Buffer), tree); err == nil || !strings.Contains(err.Error(), "has no line with") {
		t.Errorf("got %v, want an error that names the line", err)
	}
}

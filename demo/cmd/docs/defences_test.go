package main

import (
	"strings"
	"testing"
	"testing/fstest"
)

const declared = `package oauth
const (
	InvalidGrant           Code = "invalid_grant"
	RequestURINotSupported Code = "request_uri_not_supported"
)`

func source(files map[string]string) fstest.MapFS {
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
	tree, err := read(source(map[string]string{
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
	got := string(defences(tree))
	for _, want := range []string{"`request_uri_not_supported`", "[authserver/use.go](../authserver/use.go)", "[TestRule](../authserver/use_test.go)"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s:\n%s", want, got)
		}
	}
}

func TestAnIncompleteCheckFails(t *testing.T) {
	for name, tt := range map[string]struct{ code, test, want string }{
		"no test names it":       {"InvalidGrant", "", "as.rule: no test names this check"},
		"its code is undeclared": {"Unheard", "`as.rule`", "as.rule: shared/oauth declares no code Unheard"},
	} {
		tree, err := read(source(map[string]string{
			"shared/oauth/error.go": declared, "authserver/checks/a.go": checkOf("as.rule", tt.code),
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

package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"quartet.example/shared/glossary"
)

// A name must be explained without a stack. An unknown name must end with exit code 1 and name
// similar ones.
func TestExplain(t *testing.T) {
	for line, tt := range map[string]struct {
		exit  int
		wants []string
	}{
		"code_challenge":       {0, []string{"code_challenge (Parameters of requests)", "checked by    authorization server", "RFC 7636 §4.2", "as.pkce.verifier"}},
		"redirect_uri":         {0, []string{"stops ", "as.redirect_uri.exact"}},
		"CODE-CHALLENGE":       {0, []string{"code_challenge (Parameters of requests)"}},
		"authorization server": {0, []string{"authorization server (The four roles)"}},
		"dpop":                 {0, []string{"Dpop (HTTP headers)", "RFC 9449 §4.1"}},
		"as.pkce.verifier":     {0, []string{"as.pkce.verifier (Check)", "Makes sure that", "RFC 7636 §4.6"}},
		"":                     {0, []string{"The four roles", "code_challenge", "as.pkce.verifier"}},
		"code_chalenge":        {1, []string{"Similar: code_challenge"}},
		"pkce":                 {1, []string{"Similar: as.pkce."}},
		"xyzzyxyzzyxyzzy":      {1, []string{"`quartet explain` lists all names"}},
		"code\x1b[31m":         {1, []string{`\x1b[31m`}},
	} {
		said, exit := quartet(t, nil, "", append([]string{"explain"}, strings.Fields(line)...)...)
		if exit != tt.exit {
			t.Errorf("%q: got exit code %d, want %d:\n%s", line, exit, tt.exit, said)
		}
		for _, want := range tt.wants {
			if !strings.Contains(said, want) {
				t.Errorf("%q: got no %q in:\n%s", line, want, said)
			}
		}
		if strings.ContainsRune(said, 0x1b) {
			t.Errorf("%q: control characters reach the terminal", line)
		}
	}
}

// Every explanation must fit 80 columns.
func TestExplanationsFitTheTerminal(t *testing.T) {
	for _, name := range append(glossary.Names(), "") {
		var said strings.Builder
		if err := explain(&said, strings.Fields(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for line := range strings.Lines(said.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%s: a line of %d columns: %s", name, n, line)
			}
		}
	}
}

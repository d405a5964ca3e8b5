package main

import (
	"bytes"
	"fmt"
	"strings"
)

// glossaryChecks returns the text of shared/glossary/checks.tsv: for each check its id, rule, error
// code, meaning, and what it stops. The glossary cannot import the checks, which are internal to
// their services.
func glossaryChecks(t *tree) []byte {
	var b bytes.Buffer
	for _, c := range t.checks {
		fmt.Fprintln(&b, strings.Join([]string{c.id, c.spec, t.codes[c.code], c.meaning, c.stops}, "\t"))
	}
	return b.Bytes()
}

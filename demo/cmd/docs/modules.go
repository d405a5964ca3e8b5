package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
)

// suite has a line for each module of the OpenID conformance suite: id, names,
// behaviour, and the rows of the catalogue that are about the same.
//
//go:embed modules.tsv
var suite string

// plans are those of the suite, by the first letters of their modules' ids.
var plans = []struct{ prefix, title string }{
	{"CB", "Basic OP (`oidcc-basic-certification-test-plan`)"},
	{"CC", "Config OP (`oidcc-config-certification-test-plan`)"},
	{"CD", "Dynamic OP (`oidcc-dynamic-certification-test-plan`)"},
	{"CR", "RP-Initiated Logout OP (`oidcc-rp-initiated-logout-certification-test-plan`)"},
	{"CK", "Back-Channel Logout OP (`oidcc-backchannel-rp-initiated-logout-certification-test-plan`)"},
	{"CF", "FAPI 2.0 Security Profile (`fapi2-security-profile-final-test-plan`)"},
	{"CP", "The client (`oidcc-client-*` plans)"},
}

// modules writes a table for each plan.
func writeModules(b *bytes.Buffer, t *tree, why map[string]remark) error {
	all, err := table(suite, 4)
	if err != nil {
		return fmt.Errorf("modules.tsv: %w", err)
	}
	fmt.Fprint(b, "\n# Modules of the OpenID conformance suite\n\nTold again as our own tests, by name, in `demo/e2e/oidcc`; the suite itself was not run. "+
		"*passes*: a test tells the module. *by its rows*: tests of all the rows above that are about the same. *deviates*, *not applicable*: why.\n")
	for _, plan := range plans {
		fmt.Fprintf(b, "\n## %s\n\n| id | module | behaviour | state | tests |\n|---|---|---|---|---|\n", plan.title)
		for _, m := range all {
			if strings.HasPrefix(m[0], plan.prefix) {
				state, tests := judge(t, why, m[0], strings.Fields(m[3]))
				fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", m[0], m[1], m[2], state, tests)
			}
		}
	}
	return nil
}

// judge gives the state of a module, and the tests that say so.
func judge(t *tree, why map[string]remark, id string, rows []string) (state, tests string) {
	told := t.tests[id]
	if r, has := why[id]; has {
		return r.String(), links(told)
	}
	if len(told) > 0 {
		return "passes", links(told)
	}
	var open []string
	for _, row := range rows {
		if len(t.tests[row]) == 0 {
			open = append(open, row)
		}
	}
	switch {
	case len(rows) == 0 || len(open) == len(rows):
		return "not told yet", "—"
	case len(open) > 0:
		return "in part: " + strings.Join(open, ", ") + " open", strings.Join(rows, ", ")
	}
	return "by its rows", strings.Join(rows, ", ")
}

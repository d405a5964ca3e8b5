package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// few is how many checks a piece of a test may name to be about a row: a whole table
// names too many to tell which belongs to which.
const few = 3

// relate ties the rows of the catalogue to the checks that the smallest piece of a test
// names with them: one case of a table, one subtest, one function.
func (t *tree) relate(n ast.Node) (rows, checks []string) {
	if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		return split(ids.FindAllString(lit.Value, -1))
	}
	ast.Inspect(n, func(child ast.Node) bool {
		if child == nil || child == n {
			return child == n
		}
		moreRows, moreChecks := t.relate(child)
		rows, checks = append(rows, moreRows...), append(checks, moreChecks...)
		return false
	})
	checks = slices.Compact(slices.Sorted(slices.Values(checks)))
	if len(rows) == 0 || len(checks) == 0 {
		return rows, checks
	}
	if len(checks) <= few {
		for _, row := range rows {
			for _, id := range checks {
				note(t.related, id, row)
				note(t.related, row, id)
			}
		}
	}
	return nil, checks
}

// split tells ids of rows from ids of checks.
func split(all []string) (rows, checks []string) {
	for _, id := range all {
		if strings.Contains(id, ".") {
			checks = append(checks, id)
		} else {
			rows = append(rows, id)
		}
	}
	return rows, checks
}

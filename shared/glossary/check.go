package glossary

import (
	_ "embed"
	"strings"
)

// Check is the declaration of a named check (oauth.Check).
type Check struct{ ID, Spec, Error, Meaning, Stops string }

//go:embed checks.tsv
var declared string

// Checks returns the checks of all services, in the order of their ids.
func Checks() []Check {
	var all []Check
	for line := range strings.Lines(declared) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(f) == 5 {
			all = append(all, Check{ID: f[0], Spec: f[1], Error: f[2], Meaning: f[3], Stops: f[4]})
		}
	}
	return all
}

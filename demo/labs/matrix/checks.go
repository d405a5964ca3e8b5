package matrix

import (
	"fmt"
	"slices"
	"strings"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/glossary"
)

// Checks says of each named check of the services where it refuses something.
type Checks []Check

// Check is a named check, the labs in which it refused an attack on the reference, and the tests that name it. What
// the careless programs refuse does not count: they have copies of the checks.
type Check struct {
	ID    string   `json:"id"`
	Labs  []string `json:"labs"`  // such as 03
	Tests []string `json:"tests"` // names; of many, the first three
}

// Judge notes for each check of the catalogue which labs of the table show it refusing an attack, and which tests
// name it.
func (m *Matrix) Judge(catalogue []glossary.Check, tests map[string][]string) {
	for _, c := range catalogue {
		m.Checks = append(m.Checks, Check{ID: c.ID, Labs: m.shows(c.ID), Tests: append([]string{}, tests[c.ID]...)})
	}
}

// shows returns the labs in which an attack on the reference died at a check.
func (m *Matrix) shows(id string) []string {
	found := []string{}
	m.cells(func(t Table, c Cell) {
		if c.Target == lab.Reference.String() && c.Kind() == "dies" && c.DiesAt == id && !slices.Contains(found, t.Lab) {
			found = append(found, t.Lab)
		}
	})
	return found
}

// ShownBy says where the check refuses: "shown by lab 03", "named by TestCodes" if only tests name it, or
// "shown by nothing".
func (c Check) ShownBy() string {
	switch {
	case len(c.Labs) == 1:
		return "shown by lab " + c.Labs[0]
	case len(c.Labs) > 1:
		return "shown by labs " + strings.Join(c.Labs, ", ")
	case len(c.Tests) > 0:
		return "named by " + strings.Join(c.Tests, ", ")
	}
	return "shown by nothing"
}

// Unseen reports whether no lab shows the check refuse and no test names it.
func (c Check) Unseen() bool { return len(c.Labs)+len(c.Tests) == 0 }

// Unseen returns the ids of the checks that no lab shows and no test names.
func (all Checks) Unseen() (ids []string) {
	for _, c := range all {
		if c.Unseen() {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// Sentence says how many checks were seen to refuse, and names the others. It is "" if there are no checks.
func (all Checks) Sentence() string {
	if len(all) == 0 {
		return ""
	}
	inLabs := 0
	for _, c := range all {
		inLabs += min(len(c.Labs), 1)
	}
	unseen := all.Unseen()
	text := fmt.Sprintf("Of the %d named checks, the labs show %d refusing an attack, and tests name %d others.", len(all), inLabs, len(all)-inLabs-len(unseen))
	if len(unseen) == 0 {
		return text + " There is no check without a lab or a test."
	}
	return text + " No lab shows these refuse, and no test names them: " + strings.Join(unseen, ", ") + "."
}

package matrix

import (
	"encoding/json"
	"io"

	"quartet.example/demo/mirror/report"
	"quartet.example/shared/glossary"
)

// WriteJSON writes the table as one JSON object.
func (m *Matrix) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(m)
}

// WriteJUnit writes a test case for each attack on each target, and for each named check. The case of a check fails
// if no lab shows it refuse and no test names it.
func (m *Matrix) WriteJUnit(w io.Writer) error { return m.report().WriteJUnit(w) }

func (m *Matrix) report() *report.Report {
	r := &report.Report{Command: "quartet lab matrix", Target: "labs", Started: m.Started, Took: m.Took}
	for _, t := range m.Tables {
		for _, row := range t.Rows {
			for _, c := range row.Cells {
				r.Add(result(t, row, c))
			}
		}
	}
	for _, c := range m.Checks {
		r.Add(c.result())
	}
	return r
}

// result returns the check as the result of a defence.
func (c Check) result() report.Result {
	declared, _ := glossary.CheckOf(c.ID)
	d := report.Defence{
		ID: "check " + c.ID, Title: c.ShownBy(), Attack: "The check stops " + declared.Stops + ".", Spec: declared.Spec,
		Fix: "Add a lab in which an attack dies at the check, or a test that sees it refuse.",
	}
	if c.Unseen() {
		return d.Judge("no lab shows this check refuse, and no test names it")
	}
	return d.Judge()
}

// result returns a cell as the result of a defence, whose attack is that of the row.
func result(t Table, row Row, c Cell) report.Result {
	d := report.Defence{ID: t.Lab + " " + t.Slug, Attack: "The attacker " + row.Title + ".", Title: c.Target + " succeeds"}
	if row.Slug != "" {
		d.ID += " " + row.Slug
	}
	if check, known := glossary.CheckOf(c.DiesAt); known {
		d.Title, d.Spec = c.Target+" dies at "+c.DiesAt, check.Spec
	}
	out := report.Result{Defence: d, Outcome: report.Pass}
	switch {
	case c.NotMade != "":
		out.Outcome, out.Seen = report.Error, []string{c.NotMade}
	case c.Problem != "":
		out.Outcome, out.Seen = report.Fail, []string{c.Problem}
	}
	return out
}

package matrix

import (
	"context"
	"slices"
	"time"

	"quartet.example/demo/labs/lab"
)

// Matrix is the table of all labs.
type Matrix struct {
	Started time.Time `json:"started"`
	Took    float64   `json:"took"` // seconds
	Tables  []Table   `json:"labs"`
	Checks  Checks    `json:"checks"`
}

// Table is the table of one lab: a row for each attack, a column for each target.
type Table struct {
	Lab     string   `json:"lab"` // number
	Slug    string   `json:"name"`
	Title   string   `json:"title"`
	Targets []string `json:"targets"`
	Rows    []Row    `json:"attacks"`
}

// Row is an attack, and what became of it on each target of the table.
type Row struct {
	Slug  string `json:"name,omitempty"`
	Title string `json:"title"` // what the attacker does
	Cells []Cell `json:"cells"`
}

// Make makes the attacks of the labs, and calls each with a row when it is complete. Labs without attacks are left out.
func Make(ctx context.Context, labs []*lab.Lab, each func(*Table, Row) error) (*Matrix, error) {
	m := &Matrix{Started: time.Now(), Tables: []Table{}, Checks: checksOf(labs)}
	for _, l := range labs {
		if len(l.Attacks) == 0 {
			continue
		}
		targets := Targets(l)
		t := Table{Lab: l.ID, Slug: l.Slug, Title: l.Title}
		for _, target := range targets {
			t.Targets = append(t.Targets, target.String())
		}
		for i := range l.Attacks {
			row := Row{Slug: l.Attacks[i].Slug, Title: l.Attacks[i].Title}
			for _, target := range targets {
				row.Cells = append(row.Cells, cell(ctx, l, &l.Attacks[i], target))
			}
			if err := ctx.Err(); err != nil { // what is in the row is not about the attack
				return nil, err
			}
			t.Rows = append(t.Rows, row)
			if err := each(&t, row); err != nil {
				return nil, err
			}
		}
		m.Tables = append(m.Tables, t)
	}
	m.Took = time.Since(m.Started).Round(time.Millisecond).Seconds()
	return m, nil
}

// Targets returns the targets of a lab: the careless programs, those with each single defence that stops one of
// its attacks, and the reference.
func Targets(l *lab.Lab) []lab.Target {
	var defences []string
	for _, a := range l.Attacks {
		for _, id := range a.Stops {
			if !slices.Contains(defences, id) {
				defences = append(defences, id)
			}
		}
	}
	return lab.Targets(&lab.Attack{Stops: defences})
}

// Wrong returns the number of attacks that did not end as their lab says, and of those that could not be made.
func (m *Matrix) Wrong() (differ, notMade int) {
	for _, t := range m.Tables {
		for _, r := range t.Rows {
			for _, c := range r.Cells {
				switch {
				case c.NotMade != "":
					notMade++
				case c.Problem != "":
					differ++
				}
			}
		}
	}
	return differ, notMade
}

// Count returns the number of attacks, and of runs.
func (m *Matrix) Count() (attacks, runs int) {
	for _, t := range m.Tables {
		attacks += len(t.Rows)
		runs += len(t.Rows) * len(t.Targets)
	}
	return attacks, runs
}

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
	Checks  Checks    `json:"checks"` // see Judge
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

// Make makes the attacks of the labs, two at a time, and calls each with a row when it is complete, in the order of
// the labs. Labs without attacks are left out.
func Make(ctx context.Context, labs []*lab.Lab, o lab.Options, each func(*Table, Row) error) (*Matrix, error) {
	m := &Matrix{Started: time.Now(), Tables: []Table{}, Checks: Checks{}}
	runs := m.plan(labs)
	err := lab.InOrder(ctx, len(runs), func(ctx context.Context, i int) Cell {
		return runs[i].cell(ctx, o)
	}, func(i int, c Cell) error {
		table := &m.Tables[runs[i].table]
		row := &table.Rows[runs[i].row]
		row.Cells = append(row.Cells, c)
		if len(row.Cells) < len(table.Targets) {
			return nil
		}
		return each(table, *row)
	})
	m.Took = time.Since(m.Started).Round(time.Millisecond).Seconds()
	return m, err
}

// run is an attack on a target, and where its cell belongs.
type run struct {
	lab        *lab.Lab
	attack     *lab.Attack
	target     lab.Target
	table, row int
}

// plan makes the tables without cells, and returns the runs that fill them, in the order of the cells.
func (m *Matrix) plan(labs []*lab.Lab) (runs []run) {
	for _, l := range labs {
		if len(l.Attacks) == 0 {
			continue
		}
		t, targets := Table{Lab: l.ID, Slug: l.Slug, Title: l.Title}, Targets(l)
		for _, target := range targets {
			t.Targets = append(t.Targets, target.String())
		}
		for i := range l.Attacks {
			for _, target := range targets {
				runs = append(runs, run{l, &l.Attacks[i], target, len(m.Tables), i})
			}
			t.Rows = append(t.Rows, Row{Slug: l.Attacks[i].Slug, Title: l.Attacks[i].Title})
		}
		m.Tables = append(m.Tables, t)
	}
	return runs
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

// cells calls do with each cell.
func (m *Matrix) cells(do func(Table, Cell)) {
	for _, t := range m.Tables {
		for _, r := range t.Rows {
			for _, c := range r.Cells {
				do(t, c)
			}
		}
	}
}

// Wrong returns the number of attacks that did not end as their lab says, and of those that could not be made.
func (m *Matrix) Wrong() (differ, notMade int) {
	m.cells(func(_ Table, c Cell) {
		switch {
		case c.NotMade != "":
			notMade++
		case c.Problem != "":
			differ++
		}
	})
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

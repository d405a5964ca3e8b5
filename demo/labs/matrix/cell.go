package matrix

import (
	"context"
	"slices"
	"time"

	"quartet.example/demo/labs/lab"
)

// Cell is what became of an attack on a target.
type Cell struct {
	Target    string  `json:"target"`
	Succeeded bool    `json:"succeeded"`
	DiesAt    string  `json:"dies_at,omitempty"`  // the check at which it dies
	Outcome   string  `json:"outcome,omitempty"`  // a sentence
	Problem   string  `json:"problem,omitempty"`  // what differs from what the lab says
	NotMade   string  `json:"not_made,omitempty"` // why the attack could not be made
	Took      float64 `json:"took"`               // seconds
}

// Words says in a few words what became of the attack.
func (c Cell) Words() string {
	switch {
	case c.NotMade != "":
		return "could not be made"
	case c.Problem != "":
		return "not as the lab says"
	case c.Succeeded:
		return "succeeds"
	}
	return "dies at " + c.DiesAt
}

// Kind is the kind of outcome: unknown, wrong, succeeds or dies.
func (c Cell) Kind() string {
	switch {
	case c.NotMade != "":
		return "unknown"
	case c.Problem != "":
		return "wrong"
	case c.Succeeded:
		return "succeeds"
	}
	return "dies"
}

func cell(ctx context.Context, l *lab.Lab, a *lab.Attack, target lab.Target) Cell {
	c := Cell{Target: target.String(), DiesAt: a.DiesAt(target)}
	r, err := lab.Run(ctx, l, a, target, lab.Options{})
	c.Took = r.Took.Round(time.Millisecond).Seconds()
	if err != nil {
		c.NotMade = err.Error()
		return c
	}
	c.Succeeded, c.Outcome = r.Leaked, r.Outcome()
	isTarget := func(t lab.Target) bool { return t.String() == c.Target }
	if err := r.Verdict(); err != nil && slices.ContainsFunc(lab.Targets(a), isTarget) {
		c.Problem = err.Error()
	} else if !c.Succeeded && c.DiesAt == "" && len(r.Refusals) > 0 { // the lab says nothing about this defence
		c.DiesAt = r.Refusals[0].Check
	}
	return c
}

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

// cell makes the attack.
func (r run) cell(ctx context.Context, o lab.Options) Cell {
	c := Cell{Target: r.target.String(), DiesAt: r.attack.DiesAt(r.target)}
	result, err := lab.Run(ctx, r.lab, r.attack, r.target, o)
	c.Took = result.Took.Round(time.Millisecond).Seconds()
	if err != nil {
		c.NotMade = err.Error()
		return c
	}
	c.Succeeded, c.Outcome = result.Leaked, result.Outcome()
	isTarget := func(t lab.Target) bool { return t.String() == c.Target }
	if err := result.Verdict(); err != nil && slices.ContainsFunc(lab.Targets(r.attack), isTarget) {
		c.Problem = err.Error()
	} else if !c.Succeeded && c.DiesAt == "" { // the lab says nothing about this defence
		c.dies(result)
	}
	return c
}

// dies notes the check that ended an attack: the last one that refused, because an attack may go around others.
func (c *Cell) dies(result lab.Result) {
	switch n := len(result.Refusals); {
	case n > 0:
		c.DiesAt = result.Refusals[n-1].Check
	case result.Ended != nil:
		c.NotMade = result.Ended.Error()
	default:
		c.NotMade = "no check refused the attack, and it did not succeed"
	}
}

package text

import (
	"encoding/json"
	"io"
	"time"

	"quartet.example/demo/labs/lab"
)

// Run is the outcome of one run for scripts.
type Run struct {
	Lab      string        `json:"lab"`
	Name     string        `json:"name"`
	Attack   string        `json:"attack,omitempty"` // its slug
	Title    string        `json:"title"`            // of the attack
	Target   string        `json:"target"`
	Success  bool          `json:"succeeded"`         // the attack
	DiesAt   string        `json:"dies_at,omitempty"` // the check at which the lab says that it dies
	Outcome  string        `json:"outcome"`
	AsSaid   bool          `json:"as_the_lab_says"`
	Problem  string        `json:"problem,omitempty"` // what differs from the lab
	Steps    []string      `json:"steps"`
	Refusals []lab.Refused `json:"refusals"`
	Seconds  float64       `json:"took"`
}

// NewRun returns the outcome of a run.
func NewRun(r lab.Result) Run {
	run := Run{
		Lab: r.Lab.ID, Name: r.Lab.Slug, Attack: r.Attack.Slug, Title: r.Attack.Title, Target: r.Target.String(), Success: r.Leaked,
		DiesAt: r.Attack.DiesAt(r.Target), Outcome: r.Outcome(), Steps: []string{}, Refusals: append([]lab.Refused{}, r.Refusals...),
		Seconds: r.Took.Round(time.Millisecond).Seconds(),
	}
	for _, step := range r.Steps {
		run.Steps = append(run.Steps, step.String())
	}
	if err := r.Verdict(); err != nil {
		run.Problem = err.Error()
	}
	run.AsSaid = run.Problem == ""
	return run
}

// WriteJSON writes outcomes as a JSON array.
func WriteJSON(w io.Writer, runs []Run) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(runs)
}

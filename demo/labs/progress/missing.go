package progress

import (
	"fmt"

	"quartet.example/demo/labs/lab"
)

// Checkpoint is something that a learner does in a lab.
type Checkpoint struct {
	Text    string // such as "attacked the careless programs"
	Command string // that does it
	Done    bool
}

// Checkpoints returns what there is to do in a lab: each attack on the careless programs, on those with each
// single defence, and on the reference.
func (d Done) Checkpoints(l *lab.Lab) []Checkpoint {
	if len(l.Attacks) == 0 {
		a := &lab.Attack{}
		return []Checkpoint{{"watched the honest sign-in", "quartet lab run " + l.ID, d.Seen[key(l, a, lab.Reference)]}}
	}
	var all []Checkpoint
	for i := range l.Attacks {
		a := &l.Attacks[i]
		for _, t := range lab.Targets(a) {
			all = append(all, Checkpoint{textOf(a, t), Command(l, a, t), d.Seen[key(l, a, t)]})
		}
	}
	return all
}

func textOf(a *lab.Attack, t lab.Target) string {
	text := "attacked the careless programs"
	switch {
	case t.Reference:
		text = "attacked the reference"
	case len(t.Defences) > 0:
		text = "attacked the careless programs with " + t.Defences[0]
	}
	if a.Slug != "" {
		text += " (" + a.Slug + ")"
	}
	return text
}

// Command returns the command that makes an attack on a target.
func Command(l *lab.Lab, a *lab.Attack, t lab.Target) string {
	command := fmt.Sprintf("quartet lab run %s --target=%s", l.ID, t)
	if a.Slug != "" {
		command += " --attack=" + a.Slug
	}
	return command
}

// Summary says how much of a lab is done, in two or three words.
func (d Done) Summary(l *lab.Lab) string {
	all, n := d.Checkpoints(l), 0
	for _, c := range all {
		if c.Done {
			n++
		}
	}
	switch n {
	case 0:
		return "not begun"
	case len(all):
		return "done"
	}
	return fmt.Sprintf("%d of %d done", n, len(all))
}

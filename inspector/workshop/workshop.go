// Package workshop says what the inspector needs to know about the labs. The program that starts the inspector
// has the labs and makes the attacks, because they need all roles at once.
package workshop

import "context"

// Workshop makes the attacks of the labs.
type Workshop interface {
	// Labs returns the labs in their order, with what the learner has done.
	Labs() ([]Lab, error)

	// Attack makes an attack. Its messages are recorded by this inspector. The error says why it could not be made.
	Attack(ctx context.Context, lab, attack, target string) (Outcome, error)
}

// Lab is one lesson.
type Lab struct {
	ID, Slug, Title string
	Minutes         int
	Specs           []string
	Attacks         []Attack
	Done            string // in words, such as "2 of 3 done"
	Checkpoints     []Checkpoint
}

// Name is the name of the directory of the lab, such as 03-stolen-code.
func (l Lab) Name() string { return l.ID + "-" + l.Slug }

// Attack is an attack of a lab.
type Attack struct {
	Slug    string // "" in a lab with one attack
	Title   string // what the attacker does
	Targets []string
}

// Checkpoint is something that the learner does in a lab.
type Checkpoint struct {
	Text, Command string
	Done          bool
}

// Outcome says how an attack ended.
type Outcome struct {
	Attack, Target string
	Steps          []string
	Succeeded      bool
	Text           string // how it ended
	Victim         string // whether the victim can still do the same, or ""
	Problem        string // what differs from what the lab says, or ""
	Run            string // the run in the recording; see trace.Lab
}

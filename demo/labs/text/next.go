package text

import (
	"fmt"
	"io"
	"slices"

	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/progress"
	"quartet.example/inspector/flowview"
)

// Next writes what a learner can do after a run: go on, and see its messages. isShown says whether the messages are in
// an inspector already.
func Next(w io.Writer, t flowview.Terminal, l *lab.Lab, done progress.Done, isShown bool) error {
	next := "quartet lab show " + l.ID + " --solution"
	all := done.Checkpoints(l)
	if at := slices.IndexFunc(all, func(c progress.Checkpoint) bool { return !c.Done }); at >= 0 {
		next = all[at].Command
	}
	text := fmt.Sprintf("\nNext:         %s\nIn full:      the same command with -v\n", next)
	if !isShown {
		text += "As a diagram: quartet up, in another terminal, and then this run again\n\n" +
			t.Wrap("", "No inspector answered. If your stack was started with QUARTET_AT, set that variable in this terminal, too.") + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

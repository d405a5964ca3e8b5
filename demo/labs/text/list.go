package text

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/progress"
	"quartet.example/inspector/flowview"
)

// List writes one line for each lab: its number, name, minutes and title, the specifications that it teaches, and
// what the learner has done.
func List(w io.Writer, t flowview.Terminal, labs []*lab.Lab, done progress.Done) error {
	var b strings.Builder
	for _, l := range labs {
		b.WriteString(t.Paint("1", fmt.Sprintf("%s  %-22s %2d min  %s", l.ID, l.Slug, l.Minutes, l.Title)) + "\n")
		b.WriteString(t.Wrap("    ", strings.Join(l.Specs, ", ")+" · "+done.Summary(l)) + "\n")
	}
	b.WriteString("\n" + t.Wrap("", "Read a lab with `quartet lab show 03`, and attack with `quartet lab run 03`. A name works as well as a number.") + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// maxMissing is how many things that are missing are written, unless all are wanted.
const maxMissing = 5

// Checkpoints writes how much of a lab is done, and what is missing with its command. With all it writes also what
// is done, and each thing that is missing. It reports whether nothing is missing.
func Checkpoints(w io.Writer, t flowview.Terminal, l *lab.Lab, done progress.Done, all bool) (bool, error) {
	points := done.Checkpoints(l)
	missing := slices.DeleteFunc(slices.Clone(points), func(c progress.Checkpoint) bool { return c.Done })
	lines := []string{t.Paint("1", t.Wrap("", fmt.Sprintf("Lab %s %s: %d of %d done", l.Number(), l.Title, len(points)-len(missing), len(points))))}
	if !all {
		points = missing[:min(len(missing), maxMissing)]
	}
	for _, c := range points {
		lines = append(lines, checkpoint(t, c))
	}
	if rest := len(missing) - len(points); rest > 0 {
		lines = append(lines, "", t.Wrap("", fmt.Sprintf("%d more are missing:", rest)),
			fmt.Sprintf("  list them      quartet lab check %s --all\n  make all runs  quartet lab run %[1]s --target=all", l.ID))
	}
	if len(missing) == 0 {
		lines = append(lines, "", t.Wrap("", fmt.Sprintf("Nothing is missing. Explain it in your own words, and then compare: `quartet lab show %s --solution`", l.ID)))
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return len(missing) == 0, err
}

const space = "          " // before the text of a thing to do

// checkpoint returns one thing to do in a lab.
func checkpoint(t flowview.Terminal, c progress.Checkpoint) string {
	if c.Done {
		return "  done    " + t.Wrap(space, "You "+c.Text+".")[len(space):]
	}
	return "  missing " + t.Wrap(space, "You have not "+c.Text+" yet:")[len(space):] + "\n" + space + c.Command
}

package text

import (
	"fmt"
	"io"
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

// Checkpoints writes what there is to do in a lab, and the command for what is missing. It reports whether
// nothing is.
func Checkpoints(w io.Writer, t flowview.Terminal, l *lab.Lab, done progress.Done) (bool, error) {
	var b strings.Builder
	b.WriteString(t.Paint("1", t.Wrap("", fmt.Sprintf("Lab %s %s", l.Number(), l.Title))) + "\n")
	complete := true
	for _, c := range done.Checkpoints(l) {
		mark, text := "done    ", "You "+c.Text+"."
		if !c.Done {
			mark, text, complete = "missing ", "You have not "+c.Text+" yet: `"+c.Command+"`", false
		}
		b.WriteString("  " + mark + t.Wrap(strings.Repeat(" ", 10), text)[10:] + "\n")
	}
	if complete {
		b.WriteString("\n" + t.Wrap("", fmt.Sprintf("Nothing is missing. Explain it in your own words, and then compare: `quartet lab show %s --solution`", l.ID)) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return complete, err
}

package matrix

import (
	"fmt"
	"io"
	"strings"

	"quartet.example/inspector/flowview"
)

// WriteRow writes an attack, and below it a line for each target.
func WriteRow(w io.Writer, t flowview.Terminal, table *Table, row Row) error {
	var b strings.Builder
	b.WriteString(t.Paint("1", t.Wrap("", fmt.Sprintf("%s %s: the attacker %s", table.Lab, table.Title, row.Title))) + "\n")
	for _, c := range row.Cells {
		line := "  " + pad(c.Target, 36) + " " + c.Words()
		b.WriteString(t.Paint(colours[c.Kind()], t.Plain(line)) + "\n")
		if why := c.Problem + c.NotMade; why != "" {
			b.WriteString(t.Wrap("      ", why) + "\n")
		}
	}
	_, err := io.WriteString(w, b.String()+"\n")
	return err
}

// colours are the escape codes of the outcomes (ECMA-48 §8.3.117); the words say the same.
var colours = map[string]string{"dies": "32", "succeeds": "31", "wrong": "1;33", "unknown": "1;33"}

func pad(text string, n int) string { return text + strings.Repeat(" ", max(n-len(text), 0)) }

// WriteEnd writes the counts.
func (m *Matrix) WriteEnd(w io.Writer, t flowview.Terminal) error {
	text := t.Wrap("", m.Summary()) + "\n"
	if checks := m.Checks.Sentence(); checks != "" {
		text += t.Wrap("", checks) + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// Summary says in a sentence how the attacks ended.
func (m *Matrix) Summary() string {
	attacks, runs := m.Count()
	text := fmt.Sprintf("%s in %s, %.1f s: ", flowview.Plural(attacks, "attack"), flowview.Plural(runs, "run"), m.Took)
	switch differ, notMade := m.Wrong(); {
	case differ == 0 && notMade == 0:
		return text + "each ended as its lab says."
	default:
		return text + fmt.Sprintf("%d did not end as the lab says, %d could not be made.", differ, notMade)
	}
}

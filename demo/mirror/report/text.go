package report

import (
	"fmt"
	"io"
	"strings"
)

// Text writes results as text that can be read on a projector.
type Text struct {
	W       io.Writer
	Colour  bool // only for a terminal
	Verbose bool // also writes what each attack was, and everything that was seen
}

// marks are the words at the beginning of the line of a result, with their colours (ECMA-48 §8.3.117).
var marks = map[Outcome]struct{ word, colour string }{
	Pass:  {"pass ", "\x1b[32m"},
	Fail:  {"FAIL ", "\x1b[1;31m"},
	Warn:  {"warn ", "\x1b[33m"},
	Skip:  {"skip ", "\x1b[2m"},
	Error: {"ERROR", "\x1b[1;33m"},
}

// maxSeen is how many lines of Result.Seen are written, unless Verbose is set.
const maxSeen = 3

const resetColour = "\x1b[0m"

// Result writes one result: a line, and for one that failed also what was seen and what to do. For a
// skipped one the line has the reason.
func (t Text) Result(r Result) error {
	var b strings.Builder
	if r.Outcome == Skip && !t.Verbose {
		_, err := fmt.Fprintf(t.W, "%s  %s\n", t.mark(Skip), wrapped(r.ID+"  "+strings.Join(r.Seen, " "), 7))
		return err
	}
	fmt.Fprintf(&b, "%s  %s\n", t.mark(r.Outcome), wrapped(r.ID+"  "+r.Title, 7))
	missing := r.Outcome == Fail || r.Outcome == Warn
	if t.Verbose || missing {
		paragraph(&b, "attack", r.Attack)
	}
	for i, seen := range r.Seen {
		if more := len(r.Seen) - i; i >= maxSeen && more > 1 && !t.Verbose {
			paragraph(&b, "", fmt.Sprintf("and %d more", more))
			break
		}
		paragraph(&b, labels[r.Outcome], seen)
	}
	if missing {
		paragraph(&b, "fix", r.Fix)
		paragraph(&b, "spec", r.Spec)
	}
	_, err := io.WriteString(t.W, b.String())
	return err
}

var labels = map[Outcome]string{Fail: "seen", Warn: "seen", Skip: "why", Error: "why"}

// End writes the count, or why no attack was made.
func (t Text) End(r *Report) error {
	if r.Problem != "" {
		_, err := fmt.Fprintf(t.W, "%s  %s\n", t.mark(Error), wrapped(r.Problem, 7))
		return err
	}
	text := fmt.Sprintf("%d passed, %d failed, %d skipped", r.Count.Pass, r.Count.Fail, r.Count.Skip)
	if r.Count.Warn > 0 {
		text += fmt.Sprintf(", %d warned", r.Count.Warn)
	}
	if r.Count.Error > 0 {
		text += fmt.Sprintf(", %d could not be tested", r.Count.Error)
	}
	_, err := fmt.Fprintf(t.W, "\n%s: %s\n", clean(r.Target), text)
	return err
}

// List writes defences without results.
func (t Text) List(all []Defence) error {
	var b strings.Builder
	for _, d := range all {
		title := d.Title
		if d.Advice {
			title += " (advice)"
		}
		fmt.Fprintf(&b, "%s  %s\n", d.ID, wrapped(title, len(d.ID)+2))
		paragraph(&b, "attack", d.Attack)
		paragraph(&b, "fix", d.Fix)
		paragraph(&b, "spec", d.Spec)
	}
	_, err := io.WriteString(t.W, b.String())
	return err
}

func (t Text) mark(o Outcome) string {
	if !t.Colour {
		return marks[o].word
	}
	return marks[o].colour + marks[o].word + resetColour
}

func paragraph(b *strings.Builder, label, text string) {
	fmt.Fprintf(b, "       %-6s  %s\n", label, wrapped(text, 15))
}

package lab

import (
	"fmt"
	"slices"
	"strings"
)

// Sections are the headings that the README of every lab has, in this order.
var Sections = []string{"Goal", "Story", "Predict", "Run", "Find", "Fix", "Explain", "Hints", "Solution", "Read on"}

// Hints is the number of hints in each README, from the vaguest to the plainest.
const Hints = 3

// Section returns the text below a heading of the README, without the heading: "" if there is no such
// heading. A section ends where the next heading of the same or a higher level begins.
func (l *Lab) Section(heading string) string {
	var text []string
	level := 0
	for line := range strings.Lines(l.README) {
		marks, title, isHeading := strings.Cut(strings.TrimSpace(line), " ")
		isHeading = isHeading && marks != "" && strings.Trim(marks, "#") == ""
		switch {
		case isHeading && level > 0 && len(marks) <= level:
			return strings.TrimSpace(strings.Join(text, ""))
		case isHeading && level == 0 && title == heading:
			level = len(marks)
		case level > 0:
			text = append(text, line)
		}
	}
	return strings.TrimSpace(strings.Join(text, ""))
}

// Without returns the README without the sections of some headings of level 2.
func (l *Lab) Without(headings ...string) string {
	var b strings.Builder
	left := false
	for line := range strings.Lines(l.README) {
		if title, isHeading := strings.CutPrefix(line, "## "); isHeading {
			left = slices.Contains(headings, strings.TrimSpace(title))
		}
		if !left {
			b.WriteString(line)
		}
	}
	return b.String()
}

// Hint returns one of the hints, of which the first has the number 1.
func (l *Lab) Hint(number int) string { return l.Section(fmt.Sprintf("Hint %d", number)) }

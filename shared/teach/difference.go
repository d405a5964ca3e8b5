package teach

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Difference is where two values differ. Before + Sent + After is what was sent, and Before +
// Expected + After what was expected. Sent or Expected may be empty: something was added, or is
// missing.
type Difference struct {
	Before, After  string
	Sent, Expected string
	At             int      // number of the first character that differs, from 1
	Words          []string // sentences that say the same
}

// longest is how much of a value is shown, in characters.
const longest = 400

// Compare compares what was sent with the most similar of the expected values; it panics if there is
// none. Words refers to the expected value by the adjective as, such as "registered": "the registered
// one is …". Both values are compared as Visible shows them.
func Compare(sent string, expected []string, as string) Difference {
	sent = Visible(sent)
	best := compare(sent, Visible(expected[0]))
	for _, other := range expected[1:] {
		if d := compare(sent, Visible(other)); d.distance() < best.distance() {
			best = d
		}
	}
	best.Words = append(inWords(best, as), best.firstDifference())
	return best
}

// distance returns the number of characters that are not common to both.
func (d Difference) distance() int {
	return utf8.RuneCountInString(d.Sent) + utf8.RuneCountInString(d.Expected)
}

// Equal reports whether there is no difference.
func (d Difference) Equal() bool { return d.Sent == "" && d.Expected == "" }

// compare finds the common beginning and the common end.
func compare(sent, expected string) Difference {
	a, b := []rune(sent), []rune(expected)
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	end := 0
	for end < len(a)-from && end < len(b)-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return Difference{
		Before: string(a[:from]), After: string(a[len(a)-end:]), At: from + 1,
		Sent: string(a[from : len(a)-end]), Expected: string(b[from : len(b)-end]),
	}
}

func (d Difference) firstDifference() string {
	switch {
	case d.Equal():
		return "Both are the same."
	case d.Sent == "":
		return fmt.Sprintf("The first difference is at character %d: %q is missing.", d.At, d.Expected)
	case d.Expected == "":
		return fmt.Sprintf("The first difference is at character %d: %q was not expected.", d.At, d.Sent)
	default:
		return fmt.Sprintf("The first difference is at character %d: %q in place of %q.", d.At, d.Sent, d.Expected)
	}
}

// Visible returns s with control characters, format characters such as those that change the
// direction of text, and spaces other than U+0020 as \u{...}. It cuts s if it is too long.
func Visible(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if n++; n > longest {
			return b.String() + "…"
		}
		if unicode.IsGraphic(r) && (r == ' ' || !unicode.IsSpace(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u{%X}`, r)
		}
	}
	return b.String()
}

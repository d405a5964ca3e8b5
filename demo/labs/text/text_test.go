package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/text"
	"quartet.example/inspector/flowview"
)

// The text for a terminal has no marks of Markdown, and its lines are as long as the terminal is wide.
func TestMarkdownBecomesPlainText(t *testing.T) {
	got := text.Markdown(flowview.Terminal{Width: 40}, "# A *title*\n\nSome **strong `a*b` words**, a [link](https://x.example/)\nand `code_verifier`.\n\n1. one item that is longer than the line is wide\n   and goes on\n- RFC 7636, *Proof Key*\n\n    quartet lab run 03 --a-long-flag=that-is-not-wrapped\n\n```\nfenced\n```\n\n| a | b |\n|---|---|\n| `c*` | 2 * 3 * 4 |\n")
	want := `A title

Some strong ` + "`a*b`" + ` words, a link
(https://x.example/) and
` + "`code_verifier`" + `.

1. one item that is longer than the line
   is wide and goes on
- RFC 7636, Proof Key

    quartet lab run 03 --a-long-flag=that-is-not-wrapped

    fenced

a · b
` + "`c*`" + ` · 2 * 3 * 4
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Each README can be read in a terminal of 80 columns.
func TestEachREADMEFitsATerminal(t *testing.T) {
	for _, l := range labs.All() {
		for line := range strings.Lines(text.Markdown(flowview.Terminal{}, l.README)) {
			if line = strings.TrimRight(line, "\n"); !strings.HasPrefix(line, "    ") && utf8.RuneCountInString(line) > 80 || strings.Contains(line, "**") || strings.HasPrefix(line, "#") {
				t.Errorf("%s: %q", l.Name(), line)
			}
		}
	}
}

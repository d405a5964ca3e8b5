package report

import (
	"strings"
	"unicode"

	"quartet.example/shared/glossary"
)

// width is the maximum number of columns.
const width = 90

// wrapped breaks text as glossary.Wrap does, without control characters.
func wrapped(text string, indent int) string { return glossary.Wrap(clean(text), indent, width) }

// clean replaces control characters. A program under test could otherwise send escape sequences to the
// terminal.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, strings.ReplaceAll(text, "\n", " "))
}

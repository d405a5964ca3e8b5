package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// width is the maximum number of columns.
const width = 90

// wrapped breaks text between words. All lines after the first one begin with indent spaces, and the first
// one is expected to begin in that column too.
func wrapped(text string, indent int) string {
	var b strings.Builder
	column := indent
	for i, word := range strings.Split(clean(text), " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

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

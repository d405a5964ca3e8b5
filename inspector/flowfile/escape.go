package flowfile

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that Mermaid gives a meaning within text: end closes a block, and a line with style or
// classDef loses the semicolon of its last entity code.
var reserved = regexp.MustCompile(`(?i)\bend\b|style|classdef`)

// plain are the characters, besides letters and digits of ASCII, that have no meaning in the text
// of a sequence diagram.
const plain = " /._-,()"

// escape returns the text of a message, note or title such that Mermaid shows s. All characters
// that could have a meaning become entity codes of Mermaid, such as #59; for a semicolon. What
// cannot be printed, such as a newline, becomes a code in the manner of Go: \u000a.
func escape(s string) string {
	var b strings.Builder
	starts := map[int]bool{}
	for _, at := range reserved.FindAllStringIndex(s, -1) {
		starts[at[0]] = true
	}
	for i, r := range s {
		switch {
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, "#%d;u%04x", '\\', r)
		case isPlain(r) && !starts[i]:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

func isPlain(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(plain, r))
}

// clip returns at most n characters of s.
func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n]) + "…"
}

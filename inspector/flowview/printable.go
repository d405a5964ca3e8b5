package flowview

import (
	"fmt"
	"strings"
	"unicode"
)

// Printable returns s with escapes instead of the characters that cannot be printed, such as those that
// control a terminal or change the direction of text: \u001b. They are not allowed in XML either.
func Printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, isUnprintable) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !isUnprintable(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func isUnprintable(r rune) bool { return !unicode.IsPrint(r) }

// Clip returns at most n characters of s. The last one is "…" if s is longer.
func Clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:max(n-1, 0)]) + "…"
}

// Heading returns the title of a flow with the user who signed in, for a place without markup.
func Heading(title, user string) string {
	if user == "" {
		return title
	}
	return title + " (" + user + ")"
}

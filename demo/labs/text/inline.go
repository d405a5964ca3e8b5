package text

import (
	"regexp"
	"strings"
)

var (
	linkText = regexp.MustCompile(`\[([^\]]+)\]\(([^)]+)\)`)
	strong   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	emphasis = regexp.MustCompile(`(^|[\s(“"])[*_]([^\s*_](?:[^*_]*[^\s*_])?)[*_]([\s).,:;?!”"]|$)`)
)

// inline returns a paragraph without the marks of Markdown. Code stays as it is: its backquotes too, which
// separate a command from the words around it.
func inline(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			b.WriteString("`" + part + "`")
			continue
		}
		part = linkText.ReplaceAllString(part, "$1 ($2)")
		part = strong.ReplaceAllString(part, "$1")
		b.WriteString(emphasis.ReplaceAllString(part, "$1$2$3"))
	}
	return b.String()
}

package text

import (
	"regexp"
	"strings"
)

var (
	code     = regexp.MustCompile("`[^`]+`")
	linkText = regexp.MustCompile(`\[([^\]]+)\]\(([^)]+)\)`)
	strong   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	emphasis = regexp.MustCompile(`(^|[\s(“"])[*_]([^\s*_](?:[^*_]*[^\s*_])?)[*_]([\s).,:;?!”"]|$)`)
)

// held stands for a piece of code while the marks around it are removed. It cannot be in a README.
const held = "\x00"

// inline returns a paragraph without the marks of Markdown. Code stays as it is: its backquotes too, which
// separate a command from the words around it.
func inline(text string) string {
	pieces := code.FindAllString(text, -1)
	text = code.ReplaceAllString(text, held)
	text = linkText.ReplaceAllString(text, "$1 ($2)")
	text = strong.ReplaceAllString(text, "$1")
	text = emphasis.ReplaceAllString(text, "$1$2$3")
	for _, piece := range pieces {
		text = strings.Replace(text, held, piece, 1)
	}
	return text
}

package docsite

import (
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// folded are the headings of sections that a reader opens when they have an answer of their own.
var folded = []string{"Answers", "Hints", "Solution"}

// fold puts what follows such a heading, up to the next heading of its level, into an element that is
// closed at first. A link to an anchor in it opens it.
func (r *rewriting) fold(doc ast.Node) {
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		h, isHeading := c.(*ast.Heading)
		if !isHeading || !slices.Contains(folded, plain(h, r.content)) {
			continue
		}
		words := html.EscapeString(strings.ToLower(plain(h, r.content)))
		section := newBlock(`<details class="fold"><summary>Show the `+words+"</summary>\n", "</details>\n")
		for next := c.NextSibling(); next != nil && !isHeadingUpTo(next, h.Level); next = c.NextSibling() {
			section.AppendChild(section, next)
		}
		doc.InsertAfter(doc, c, section)
		c = section
	}
}

func isHeadingUpTo(n ast.Node, level int) bool {
	h, ok := n.(*ast.Heading)
	return ok && h.Level <= level
}

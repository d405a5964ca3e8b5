package docsite

import (
	"fmt"
	"html"
	"regexp"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// rewriting is what is known of a page while its nodes are changed.
type rewriting struct {
	library *Library
	page    *Page
	content []byte

	contents []Heading
	links    []*Page
	linked   map[string]bool // terms and checks that were linked before; a page links each once
	section  string          // text of the last heading
	tables   int
}

// takeHeading removes the heading of the page, which is shown by the layout, and returns its text.
func (r *rewriting) takeHeading(doc ast.Node) ast.Node {
	words := ast.NewTextBlock()
	h, isHeading := doc.FirstChild().(*ast.Heading)
	if !isHeading || h.Level != 1 {
		return words
	}
	doc.RemoveChild(doc, h)
	for c := h.FirstChild(); c != nil; c = h.FirstChild() {
		words.AppendChild(words, c)
	}
	r.section = r.page.Title
	return words
}

// rewrite changes the nodes below n. It takes the list of children first, because the changes move
// nodes.
func (r *rewriting) rewrite(n ast.Node) {
	join(n)
	var children []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		children = append(children, c)
	}
	for _, c := range children {
		r.change(c)
	}
}

// join makes one node of texts that follow each other on a line: goldmark splits a text where a link could
// begin.
func join(n ast.Node) {
	for c := n.FirstChild(); c != nil; {
		t, isText := c.(*ast.Text)
		next, alsoText := c.NextSibling().(*ast.Text)
		if !isText || !alsoText || t.Segment.Stop != next.Segment.Start || t.SoftLineBreak() || t.HardLineBreak() {
			c = c.NextSibling()
			continue
		}
		t.Segment = t.Segment.WithStop(next.Segment.Stop)
		t.SetSoftLineBreak(next.SoftLineBreak())
		t.SetHardLineBreak(next.HardLineBreak())
		n.RemoveChild(n, next)
	}
}

func (r *rewriting) change(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		r.heading(n)
	case *ast.Link:
		r.link(n)
		return // no links in links
	case *ast.Image:
		n.Destination = []byte(r.picture(string(n.Destination)))
	case *ast.RawHTML:
		r.anchor(n)
	case *ast.Text:
		r.sections(n)
	case *ast.CodeSpan:
		r.term(n)
		return
	case *extast.Table:
		r.table(n)
	}
	r.rewrite(n)
}

// anchorTag is the only HTML in pages: those that `make docs` generates mark rows of tables with it.
var anchorTag = regexp.MustCompile(`^<a id="([\w.-]+)">$`)

func (r *rewriting) anchor(n *ast.RawHTML) {
	tag := string(n.Segments.Value(r.content))
	if m := anchorTag.FindStringSubmatch(tag); m != nil {
		n.Parent().ReplaceChild(n.Parent(), n, newInline(`<span id="`+m[1]+`">`, `</span>`))
	} else if tag == "</a>" {
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// table puts a table into a box that scrolls on narrow screens. The box can have the focus, so that
// the keyboard scrolls it, and therefore needs a name.
func (r *rewriting) table(n *extast.Table) {
	r.tables++
	name := html.EscapeString(fmt.Sprintf("Table %d, %s", r.tables, r.section))
	around(n, newBlock(`<div class="scroll" role="region" tabindex="0" aria-label="`+name+`">`, "</div>\n"))
}

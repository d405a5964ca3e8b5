package docsite

import (
	"regexp"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"quartet.example/shared/glossary"
)

// section matches an RFC with or without a section, such as RFC 7636 §4.6.
var section = regexp.MustCompile(`(RFC \d{3,5})(?: (§\d+(?:\.\d+)*))?`)

// known are the anchors on the page of the specifications. They do not change while the program runs.
var known = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, spec := range glossary.Specs() {
		all[spec.ID()] = true
		for _, s := range spec.Sections {
			all[s.ID()] = true
		}
	}
	return all
})

// specOf returns the address of a section on the page of the specifications, or of its document, or
// "" if the page has neither.
func specOf(doc, number string) string {
	for _, id := range []string{glossary.Ref{Doc: doc, Section: number}.ID(), glossary.Spec{Doc: doc}.ID()} {
		if known()[id] {
			return "/rfcs#" + id
		}
	}
	return ""
}

// sections makes links of the RFC sections in a text.
func (r *rewriting) sections(n *ast.Text) {
	parent, rest := n.Parent(), n.Segment
	for _, m := range section.FindAllSubmatchIndex(n.Value(r.content), -1) {
		from, to := n.Segment.Start+m[0], n.Segment.Start+m[1]
		number := ""
		if m[4] >= 0 {
			number = string(n.Value(r.content)[m[4]:m[5]])
		}
		address := specOf(string(n.Value(r.content)[m[2]:m[3]]), number)
		if address == "" {
			continue
		}
		parent.InsertBefore(parent, n, ast.NewTextSegment(text.NewSegment(rest.Start, from)))
		link := ast.NewLink()
		link.Destination = []byte(address)
		link.AppendChild(link, ast.NewTextSegment(text.NewSegment(from, to)))
		parent.InsertBefore(parent, n, link)
		rest = rest.WithStart(to)
	}
	n.Segment = rest
}

// term links the name of a parameter, a claim or a check to the glossary, where it is first used.
func (r *rewriting) term(n *ast.CodeSpan) {
	name := plain(n, r.content)
	address := explained()[name]
	if address == "" || r.linked[name] || isInside(n, ast.KindHeading) {
		return
	}
	r.linked[name] = true
	link := ast.NewLink()
	link.Destination = []byte(address)
	around(n, link)
}

// explained are the addresses at which the glossary explains terms and checks, by their names. The
// names of the roles are ordinary words, so they are not there.
var explained = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, e := range glossary.Terms() {
		if e.Group != glossary.Roles {
			all[e.Name] = "/glossary#" + glossary.Anchor(e.Name)
		}
	}
	for _, c := range glossary.Checks() {
		if len(glossary.Refs(c.Spec)) > 0 {
			all[c.ID] = "/rfcs#" + c.ID
		}
	}
	return all
})

func isInside(n ast.Node, kind ast.NodeKind) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == kind {
			return true
		}
	}
	return false
}

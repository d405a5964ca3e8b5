package docsite

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// heading adds a heading to the table of contents, and a link to itself. The layout has the one
// heading of level 1, so that another one is of level 2.
func (r *rewriting) heading(h *ast.Heading) {
	h.Level = max(h.Level, 2)
	value, _ := h.AttributeString("id")
	id, _ := value.([]byte)
	r.section = plain(h, r.content)
	if h.Level <= 3 {
		r.contents = append(r.contents, Heading{ID: string(id), Text: r.section, Level: h.Level})
	}
	around(h, newBlock(`<div class="head">`, `<a class="here" href="#`+string(id)+`" aria-label="Link to `+html.EscapeString(r.section)+`"></a></div>`+"\n"))
}

// plain returns the text below n without its formatting.
func plain(n ast.Node, content []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no errors
		if t, isText := c.(*ast.Text); isText && entering {
			b.Write(t.Value(content))
			if t.SoftLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// anchors makes the ids of headings as GitHub does, so that links work in both places: lower case,
// hyphens for spaces, no punctuation, and a number for the second heading with the same text.
type anchors struct{ used map[string]bool }

// Generate implements parser.IDs.
func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	id := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, strings.TrimSpace(string(value)))
	free := id
	for n := 1; a.used[free]; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	a.Put([]byte(free))
	return []byte(free)
}

// Put implements parser.IDs.
func (a *anchors) Put(value []byte) {
	if a.used == nil {
		a.used = map[string]bool{}
	}
	a.used[string(value)] = true
}

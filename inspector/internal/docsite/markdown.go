package docsite

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// table has no alignment of columns: goldmark would write it as a style, which the policy of the pages
// forbids.
var table = extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))

// markdown reads the Markdown of GitHub, and leaves HTML out.
var markdown = goldmark.New(
	goldmark.WithExtensions(table, extension.Strikethrough, extension.Linkify),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(elements{}, 100))), // before those of goldmark
)

// render returns the parts of a page.
func (l *Library) render(p *Page, content []byte) Parts {
	ctx := parser.NewContext(parser.WithIDs(&anchors{}))
	doc := markdown.Parser().Parse(text.NewReader(content), parser.WithContext(ctx))
	r := &rewriting{library: l, page: p, content: content, linked: map[string]bool{}}
	heading := r.takeHeading(doc)
	r.fold(doc)
	r.rewrite(doc)
	return Parts{Heading: r.html(heading), Body: r.html(doc), Contents: r.contents, Links: r.links}
}

// html writes nodes as HTML. It is safe to insert: goldmark escapes text and leaves HTML out.
func (r *rewriting) html(n ast.Node) template.HTML {
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, r.content, n); err != nil {
		panic("docs: " + r.page.Path + ": " + err.Error()) // a bytes.Buffer returns no errors
	}
	return template.HTML(b.String()) //nolint:gosec // see above
}

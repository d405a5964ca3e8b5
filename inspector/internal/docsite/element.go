package docsite

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// inline is HTML around inline nodes, and block is HTML around blocks.
type (
	inline struct {
		ast.BaseInline
		tags
	}
	block struct {
		ast.BaseBlock
		tags
	}
	tags struct{ open, close string }
)

var kindInline, kindBlock = ast.NewNodeKind("Inline"), ast.NewNodeKind("Block")

func newInline(open, end string) *inline { return &inline{tags: tags{open, end}} }
func newBlock(open, end string) *block   { return &block{tags: tags{open, end}} }

// Kind implements ast.Node.
func (*inline) Kind() ast.NodeKind { return kindInline }

// Kind implements ast.Node.
func (*block) Kind() ast.NodeKind { return kindBlock }

// Dump implements ast.Node.
func (n *inline) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump implements ast.Node.
func (n *block) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

func (t tags) tag(entering bool) string {
	if entering {
		return t.open
	}
	return t.close
}

// around puts n into the element.
func around(n, element ast.Node) {
	n.Parent().ReplaceChild(n.Parent(), n, element)
	element.AppendChild(element, n)
}

// elements writes our elements, and code with a button that copies it.
type elements struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (elements) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	write := func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		_, err := w.WriteString(n.(interface{ tag(bool) string }).tag(entering))
		return ast.WalkContinue, err
	}
	register.Register(kindInline, write)
	register.Register(kindBlock, write)
	register.Register(ast.KindFencedCodeBlock, writeCode)
	register.Register(ast.KindCodeBlock, writeCode)
}

// writeCode writes a block of code. Code with a language may be wrapped. Other blocks are trees,
// diagrams and output: their lines stay as they are, and the box scrolls.
func writeCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	attributes := ` class="lines" tabindex="0"`
	if fenced, ok := n.(*ast.FencedCodeBlock); ok && fenced.Language(source) != nil {
		attributes = ""
	}
	code := html.EscapeString(string(n.Lines().Value(source)))
	_, err := w.WriteString(`<div class="code"><pre` + attributes + `><code>` + code + `</code></pre>` +
		`<button type="button" class="quiet copy" data-copy="` + strings.TrimSuffix(code, "\n") + `" hidden>Copy</button></div>` + "\n")
	return ast.WalkContinue, err
}

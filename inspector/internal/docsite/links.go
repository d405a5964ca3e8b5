package docsite

import (
	"html"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// link leads to the page that a link to a Markdown file means. A link to a file that is not shown
// here, such as code, becomes text with the path of the file in the repository. A link whose text is
// the name of the file says the title of the page instead.
func (r *rewriting) link(n *ast.Link) {
	target, err := url.Parse(string(n.Destination))
	if err != nil || target.Scheme != "" || target.Path == "" {
		n.SetAttributeString("rel", []byte("noreferrer"))
		return
	}
	place := r.place(target.Path)
	switch p, isPage := r.find(place); {
	case isPage:
		r.note(p)
		if text := plain(n, r.content); text == target.Path {
			r.name(n, p.Title)
		}
		n.Destination = []byte(p.URL + fragmentOf(target))
	case r.library.pictures[place] != "":
		n.Destination = []byte(r.library.pictures[place])
	default:
		r.source(n, place+lineOf(target))
	}
}

// place returns the path in the repository of a path that is relative to the page.
func (r *rewriting) place(relative string) string {
	return path.Join(path.Dir(r.page.Path), relative)
}

// find returns the page in a file, or in the README.md of a folder.
func (r *rewriting) find(place string) (*Page, bool) {
	for _, candidate := range []string{place, path.Join(place, index)} {
		if p, ok := r.library.pages[candidate]; ok {
			return p, true
		}
	}
	return nil, false
}

// name replaces the text of a link.
func (r *rewriting) name(n *ast.Link, text string) {
	n.RemoveChildren(n)
	n.AppendChild(n, ast.NewString([]byte(html.EscapeString(text))))
}

func (r *rewriting) note(p *Page) {
	if p != r.page && !slices.Contains(r.links, p) {
		r.links = append(r.links, p)
	}
}

// picture returns the address of a picture, or the destination if it is no picture of the library.
func (r *rewriting) picture(destination string) string {
	if address := r.library.pictures[r.place(destination)]; address != "" {
		return address
	}
	return destination
}

// source replaces a link by its text and the path of the file. A text that is the end of the path
// says nothing more than the path, so the path alone is shown.
func (r *rewriting) source(n *ast.Link, place string) {
	code := `<code class="source">` + html.EscapeString(place) + `</code>`
	text := plain(n, r.content)
	if strings.HasSuffix(place, text) {
		n.Parent().ReplaceChild(n.Parent(), n, newInline(code, ""))
		return
	}
	around := newInline("", ` <span class="where">(`+code+`)</span>`)
	n.Parent().ReplaceChild(n.Parent(), n, around)
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		around.AppendChild(around, c)
	}
}

func fragmentOf(u *url.URL) string {
	if u.Fragment == "" {
		return ""
	}
	return "#" + u.EscapedFragment()
}

// lineOf returns ":12" for the fragment L12 of a link to a line of code.
func lineOf(u *url.URL) string {
	if line, ok := strings.CutPrefix(u.Fragment, "L"); ok {
		return ":" + line
	}
	return ""
}

package docsite

import (
	"html/template"
	"strings"
	"sync"
)

// Page is one page of the documentation.
type Page struct {
	Path  string // in the repository, such as docs/adr/README.md
	URL   string // such as /docs/adr
	Title string // its first heading, as plain text

	// Parts returns what is shown. It renders the page when it is called first.
	Parts func() Parts
}

// Parts are the parts of a page that is shown.
type Parts struct {
	Heading  template.HTML // the first heading
	Body     template.HTML // everything after it
	Contents []Heading     // of level 2, and those of level 3 below them
	Links    []*Page       // the other pages that it links to, in order, each once
}

// Heading is an entry of the table of contents.
type Heading struct {
	ID, Text string
	Level    int
}

func newPage(l *Library, place, address string, content []byte) *Page {
	p := &Page{Path: place, URL: address, Title: titleOf(string(content))}
	p.Parts = sync.OnceValue(func() Parts { return l.render(p, content) })
	return p
}

// titleOf returns the first line as plain text. Every page begins with its heading.
func titleOf(content string) string {
	line, _, _ := strings.Cut(content, "\n")
	return strings.ReplaceAll(strings.TrimSpace(strings.TrimPrefix(line, "# ")), "`", "")
}

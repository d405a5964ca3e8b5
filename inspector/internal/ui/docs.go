package ui

import (
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
)

// Docs is the data of one page of the documentation.
type Docs struct {
	Title, Path    string        // its heading as plain text, and its file in the repository
	Heading, Body  template.HTML // safe HTML
	Contents       []DocsHeading
	Previous, Next *page.Link
	Labs           []page.Link // on the map of the documentation, if there are labs
}

// DocsHeading is an entry in the table of contents of a page.
type DocsHeading struct {
	ID, Text string
	Level    int // 2 or 3
}

// Docs responds with a page of the documentation.
func (p *Pages) Docs(c echo.Context, d Docs) error {
	return p.set.HTML(c, http.StatusOK, "docs", p.chrome("/docs"), d)
}

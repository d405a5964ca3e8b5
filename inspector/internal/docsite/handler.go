package docsite

import (
	"html/template"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/web"
)

// Handler serves /docs and everything below it.
type Handler struct {
	Pages   *ui.Pages
	Library func() (*Library, error)

	// Here replaces the addresses of the services that the pages name by those of the running services.
	Here *strings.Replacer
}

// NewHandler returns a handler for the pages of the sources. It reads them when the first page is
// requested, so that they cost nothing until then.
func NewHandler(pages *ui.Pages, here *strings.Replacer, sources ...Source) *Handler {
	return &Handler{Pages: pages, Here: here, Library: sync.OnceValues(func() (*Library, error) { return New(sources...) })}
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/docs", h.one)
	web.Read(e, "/docs/*", h.one)
}

func (h *Handler) one(c echo.Context) error {
	l, err := h.Library()
	if err != nil {
		return err
	}
	switch found := l.shown[strings.TrimSuffix(c.Request().URL.Path, "/")].(type) {
	case *Page:
		return h.Pages.Docs(c, h.view(l, found))
	case []byte:
		return c.Blob(http.StatusOK, "image/png", found)
	}
	return oauth.NotFound.With("there is no such page; /docs links to all pages")
}

// Lab returns the text of the lab in a directory, such as 03-stolen-code, without its heading.
func (h *Handler) Lab(name string) (template.HTML, error) {
	l, err := h.Library()
	if err != nil {
		return "", err
	}
	p, found := l.shown["/docs/labs/"+name].(*Page)
	if !found {
		return "", oauth.NotFound.With("the lab has no text")
	}
	return p.Parts().Body, nil
}

// view returns the data of a page.
func (h *Handler) view(l *Library, p *Page) ui.Docs {
	parts := p.Parts()
	v := ui.Docs{Title: p.Title, Path: p.Path, Heading: parts.Heading, Body: template.HTML(h.Here.Replace(string(parts.Body)))} //nolint:gosec // the addresses were parsed
	for _, one := range parts.Contents {
		v.Contents = append(v.Contents, ui.DocsHeading{ID: one.ID, Text: one.Text, Level: one.Level})
	}
	previous, next := l.beside(p)
	v.Previous, v.Next = linkTo(previous), linkTo(next)
	if p == l.Map() {
		for _, lab := range l.Below("/docs/labs") {
			v.Labs = append(v.Labs, *linkTo(lab))
		}
	}
	return v
}

func linkTo(p *Page) *page.Link {
	if p == nil {
		return nil
	}
	return &page.Link{Href: p.URL, Text: p.Title}
}

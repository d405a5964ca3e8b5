// Package arrival is the page for a browser that did not send its cookie because another site
// sent it here, by a link or by the redirect after signing in (SameSite=Strict). The page contains
// nothing about the user. It loads the same address once more; the browser then sends the cookie,
// because the request comes from a page of this site.
package arrival

import (
	"embed"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/page"
	"quartet.example/shared/web"
)

//go:embed templates/*.html
var files embed.FS

// Page writes the page that loads its own address again.
type Page struct {
	chrome page.Chrome
	pages  *page.Set
}

// New parses the page.
func New(chrome page.Chrome) (*Page, error) {
	pages, err := page.New(files, "templates/*.html")
	return &Page{chrome, pages}, err
}

type view struct{ Name, Href string }

// Show answers a request whose cookie was withheld (session.Cookie.Withheld). A request of our
// own page is never answered so, because its Sec-Fetch-Site is same-origin: there is no loop.
func (p *Page) Show(c echo.Context) error {
	web.SetNoStore(c)
	href := c.Request().URL.RequestURI()
	if !core.IsLocalPath(href) {
		href = "/"
	}
	c.Response().Header().Set("Refresh", "0; url="+href) // HTML §7.5.1: as <meta http-equiv="refresh">, no script
	return p.pages.HTML(c, http.StatusOK, "arrival", p.chrome, view{p.chrome.Name(), href})
}

package login

import (
	"embed"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/page"
)

//go:embed templates/*.html
var files embed.FS

// choices is the page on which a user chooses an authorization server.
type choices struct{ Servers []choice }

type choice struct{ Name, Issuer, Href string }

// chosen returns the issuer that the request names, or the only one, or "".
func (h *Handler) chosen(query url.Values) string {
	if query.Has("issuer") {
		return query.Get("issuer")
	}
	if all := h.Servers.List(); len(all) == 1 {
		return all[0].URL
	}
	return ""
}

// choose is GET /login if there are several authorization servers. Each choice is a link. The
// page starts no login and changes nothing.
func (h *Handler) choose(c echo.Context, returnTo string) error {
	var all choices
	for _, server := range h.Servers.List() {
		all.Servers = append(all.Servers, choice{server.Name(), server.URL, href(server, returnTo)})
	}
	return h.pages.HTML(c, http.StatusOK, "choose", h.Chrome, all)
}

func href(server core.Issuer, returnTo string) string {
	return "/login?" + url.Values{"issuer": {server.URL}, "return_to": {returnTo}}.Encode()
}

// loadPages parses the page of choices.
func (h *Handler) loadPages() (err error) {
	h.pages, err = page.New(files, "templates/*.html")
	return err
}

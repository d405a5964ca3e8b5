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

// choices is the page on which a user says where they sign in.
type choices struct{ Servers []choice }

type choice struct{ Name, Issuer, Href string }

// chosen is the issuer that the request names, or the only one there is, or "".
func (h *Handler) chosen(query url.Values) string {
	if query.Has("issuer") {
		return query.Get("issuer")
	}
	if all := h.Servers.List(); len(all) == 1 {
		return all[0].URL
	}
	return ""
}

// choose is GET /login when there are several authorization servers. The choice
// is a link: it begins no login by itself, and changes nothing.
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

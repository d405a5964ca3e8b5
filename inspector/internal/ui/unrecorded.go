package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Unrecorded responds with the page about a message that is not in the recording. again is the path
// of this page.
func (p *Pages) Unrecorded(c echo.Context, again string) error {
	return p.set.HTML(c, http.StatusNotFound, "unrecorded", p.chrome(""), again)
}

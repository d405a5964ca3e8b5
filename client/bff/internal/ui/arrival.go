package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// arrival is the page for a browser that another site has sent here, by a link or
// by the redirect after signing in, and that kept its SameSite=Strict cookie back
// for that reason. It knows nothing of anybody. It goes on to the same address,
// by a navigation of our own, which brings the cookie; without a header that says
// where a request comes from there is no such page, and so no circle.
type arrival struct{ Href string }

// Arrive answers a request whose cookie was kept back.
func (h *Handler) Arrive(c echo.Context) error {
	web.SetNoStore(c)
	href := c.Request().URL.RequestURI()
	if !core.IsLocalPath(href) {
		href = "/"
	}
	c.Response().Header().Set("Refresh", "0; url="+href) // HTML §7.5.1: as <meta http-equiv="refresh">, no script
	return h.pages.HTML(c, http.StatusOK, "arrival", h.chrome(), arrival{href})
}

package handover

import (
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// wayBack is the page that redirects to the app.
type wayBack struct{ App template.URL }

// back is GET /app/back, where the callback sends the browser. The page redirects to the app with
// the result in the query. It is a page and not a redirect, because Chromium applies the
// form-action of the sign-in page to all redirects after its form, and an authorization server
// does not know our apps. It contains no secret of its own: an attacker who forges its address
// could also forge that of the app.
func (h *Handler) back(c echo.Context) error {
	web.SetNoStore(c)
	ctx := c.Request().Context()
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	app := core.AppRequest{Redirect: query.Get("redirect"), State: query.Get("state")}
	if err := checks.HandoverRedirect.Require(ctx, h.Redirects.Allow(app.Redirect)); err != nil {
		return err
	}
	to := app.Answer("handover", query.Get("handover"))
	if query.Has("error") {
		to = app.Answer("error", query.Get("error"))
	}
	header := c.Response().Header()
	header.Set("Referrer-Policy", "no-referrer")                                       // RFC 9700 §4.2.4
	header.Set("Refresh", "0; url="+to)                                                // HTML §7.5.1: as <meta http-equiv="refresh">, no script
	return h.pages.HTML(c, http.StatusOK, "back", h.Chrome, wayBack{template.URL(to)}) //nolint:gosec // one of the registered addresses, compared exactly
}

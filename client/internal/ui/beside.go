package ui

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// besides says whether the inspector is shown beside the page (ADR 0027).
type besides struct {
	Beside string // address of the inspector in the frame; "" for no frame
	Alone  string // address of the inspector in its own window
	Query  string // of the forms, so that the page after them has the frame too; "" for no frame
	Watch  string // path of the page with the frame; "" if it is shown, or nothing is recorded
	Style  string // stylesheet of the pages of Notes
}

// beside reads the query. The inspector is the only site that a page of Notes shows in a frame, and
// only in the dev profile. No site may show a page of Notes in a frame.
func (h *Handler) beside(c echo.Context) besides {
	b := besides{Style: style.Path}
	if trace.Link(c.Request().Context(), h.Chrome.InspectorURL) == "" {
		return b
	}
	if !wantsBeside(c) {
		b.Watch = "/" + besideQuery
		return b
	}
	if u, err := url.Parse(h.Chrome.InspectorURL); err == nil {
		web.CSP(c, "frame-src "+u.Scheme+"://"+u.Host)
		b.Alone = h.Chrome.InspectorURL + "/"
		b.Beside, b.Query = b.Alone+"?compact=1", besideQuery
	}
	return b
}

const besideQuery = "?beside=1"

func wantsBeside(c echo.Context) bool { return c.QueryParam("beside") != "" }

// start returns the path of the start page, with the frame if the request came from a page with it.
func start(c echo.Context) string {
	if wantsBeside(c) {
		return "/" + besideQuery
	}
	return "/"
}

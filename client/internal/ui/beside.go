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
	if c.QueryParam("beside") == "" {
		b.Watch = "/?beside=1"
		return b
	}
	if u, err := url.Parse(h.Chrome.InspectorURL); err == nil {
		web.CSP(c, "frame-src "+u.Scheme+"://"+u.Host)
		b.Beside = h.Chrome.InspectorURL + "/"
	}
	return b
}

package hops

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// message is GET /t/{trace}/{span}: it redirects to the message that a service has named by its
// W3C Trace Context ids (trace.Link). An error page is shown before its own message is
// complete, so the message may not be recorded yet. Then a page says so. It loads itself once more
// after a second, and has a link for further attempts.
func (h *Handler) message(c echo.Context) error {
	trace, span := c.Param("trace"), c.Param("span")
	if !isHex(trace, 32) || !isHex(span, 16) { // W3C Trace Context §3.2.2.3, §3.2.2.4
		return oauth.NotFound.With("there is no such message")
	}
	if hop, ok := h.Book.FindSpan(trace, span); ok {
		return c.Redirect(http.StatusSeeOther, "/hops/"+hop.First)
	}
	again := c.Request().URL.Path + "?again=1"
	if c.QueryParam("again") == "" {
		c.Response().Header().Set("Refresh", "1; url="+again)
	}
	return h.Pages.Unrecorded(c, again)
}

// isHex reports whether s is n lower-case hexadecimal digits.
func isHex(s string, n int) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == n
}

package browser

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
)

// Unframed returns a middleware that refuses these pages in a frame (RFC 6749 §10.13). Browsers obey the
// header Content-Security-Policy anyway and show no such frame; this check also keeps the page from being
// made, and makes the attempt visible. Browsers without Fetch Metadata have only the header.
//
// /authorize is none of them: a client may ask in a hidden frame whether the user is signed in
// (prompt=none, OIDC Core §3.1.2.1), and gets a redirect. Neither is /logout, to which clients send hidden frames;
// its question to the user is a page that browsers do not show in a frame, by the header.
func Unframed(pages ...string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if slices.Contains(pages, r.URL.Path) {
				if err := checks.PageFrameDenied.Require(r.Context(), !isFramed(r)); err != nil {
					return err
				}
			}
			return next(c)
		}
	}
}

// isFramed reports whether the browser will show the response inside of another page (Fetch Metadata §2.1).
func isFramed(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Dest") {
	case "iframe", "frame", "embed", "object", "fencedframe":
		return true
	}
	return false
}

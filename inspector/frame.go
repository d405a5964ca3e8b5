package inspector

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// letClientFrame lets pages of the client, and of no other site, show the inspector in a frame (ADR
// 0027). Only responses to a frame say so; all others allow no frame at all. Browsers that know
// frame-ancestors ignore X-Frame-Options (CSP Level 3 §6.4.2), so it stays DENY for older ones.
func letClientFrame(client string) echo.MiddlewareFunc {
	origin := ""
	if u, err := url.Parse(client); err == nil && u.Host != "" {
		origin = u.Scheme + "://" + u.Host
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if origin != "" && c.Request().Header.Get("Sec-Fetch-Dest") == "iframe" {
				web.CSP(c, "frame-ancestors "+origin)
			}
			return next(c)
		}
	}
}

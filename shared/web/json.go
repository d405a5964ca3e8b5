package web

import "github.com/labstack/echo/v4"

// SetNoStore keeps the answer out of every cache (RFC 6749 §5.1). Pragma is for
// caches of HTTP/1.0, which the RFC still names.
func SetNoStore(c echo.Context) {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("Pragma", "no-cache")
}

// NoStoreJSON answers with v as JSON that must not be kept: tokens, sessions.
func NoStoreJSON(c echo.Context, status int, v any) error {
	SetNoStore(c)
	return c.JSON(status, v)
}

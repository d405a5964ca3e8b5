package web

import "github.com/labstack/echo/v4"

// SetNoStore keeps the response out of all caches (RFC 6749 §5.1). The RFC also requires Pragma,
// for HTTP/1.0 caches.
func SetNoStore(c echo.Context) { setHeaders(c.Response().Header(), noStore) }

var noStore = []header{{echo.HeaderCacheControl, []string{"no-store"}}, {"Pragma", []string{"no-cache"}}}

// NoStoreJSON responds with v as JSON that must not be cached, such as tokens and sessions.
func NoStoreJSON(c echo.Context, status int, v any) error {
	SetNoStore(c)
	return c.JSON(status, v)
}

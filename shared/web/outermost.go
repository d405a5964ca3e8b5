package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// outermost turns a net/http middleware into one for Echo. When next returns, the error response
// has been written (see observe), so the middleware sees the actual response.
func outermost(wrap func(http.Handler) http.Handler) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				c.SetRequest(r)
				c.Response().Writer = w
				err = next(c)
			})
			wrap(inner).ServeHTTP(c.Response().Writer, c.Request())
			return err
		}
	}
}

package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// outermost fits a net/http middleware around the chain. Errors are already
// written when it returns (see observe), so that it sees the real answer.
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

package bff

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

type answerKey struct{}

// answer answers a request that is not for one of our routes as if it were: with
// the same headers, pages and log.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, with echo.HandlerFunc) {
	s.door.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), answerKey{}, with)))
}

// newDoor makes what answer answers with. It knows no route of its own.
func newDoor(o web.Options) *echo.Echo {
	o.Meter = nil // they are counted for our own routes
	door := web.New(o)
	door.Any("/*", func(c echo.Context) error {
		if with, ok := c.Request().Context().Value(answerKey{}).(echo.HandlerFunc); ok {
			return with(c)
		}
		return echo.ErrNotFound
	})
	return door
}

package bff

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

type answerKey struct{}

// answer answers a request for a page of the application with the headers, error pages and log of
// this package.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, with echo.HandlerFunc) {
	s.extra.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), answerKey{}, with)))
}

// newExtra makes the Echo of answer. It has no route of its own.
func newExtra(o web.Options) *echo.Echo {
	o.Meter, o.Recorder = nil, nil // these are for our own routes; the application may have its own for its pages
	e := web.New(o)
	e.Any("/*", func(c echo.Context) error {
		if with, ok := c.Request().Context().Value(answerKey{}).(echo.HandlerFunc); ok {
			return with(c)
		}
		return echo.ErrNotFound
	})
	return e
}

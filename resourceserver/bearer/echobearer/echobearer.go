// Package echobearer is package bearer for Echo.
package echobearer

import (
	"errors"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/oauth"
)

// Require is bearer.Validator.Require as Echo middleware. A refusal is returned
// as an *oauth.Error, for the error handler to write: that of shared/web, or
// ErrorHandler. Handlers find the token with bearer.TokenFrom, in the context of
// the request.
func Require(v *bearer.Validator, scope ...string) echo.MiddlewareFunc {
	return Guard(v, bearer.Requirement{Scope: scope})
}

// Guard is bearer.Validator.Guard as Echo middleware.
func Guard(v *bearer.Validator, need bearer.Requirement) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			v.SetNonce(c.Response().Header(), c.Request())
			r := c.Request()
			token, err := v.Authorize(r, need)
			if err != nil {
				return err
			}
			c.SetRequest(r.WithContext(bearer.WithToken(r.Context(), token)))
			return next(c)
		}
	}
}

// ErrorHandler writes refusals as RFC 6750 §3 asks, and leaves every other error
// to next, for example e.DefaultHTTPErrorHandler.
func ErrorHandler(next echo.HTTPErrorHandler) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		var refused *oauth.Error
		if c.Response().Committed || !errors.As(err, &refused) {
			next(err, c)
			return
		}
		bearer.WriteError(c.Response(), err)
	}
}

// Package echobearer adapts package bearer to Echo.
package echobearer

import (
	"errors"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/oauth"
)

// Require is bearer.Validator.Require as Echo middleware. It returns a refusal as an *oauth.Error,
// which the error handler of shared/web or ErrorHandler writes. Handlers get the token with
// bearer.TokenFrom from the context of the request.
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

// ErrorHandler returns an error handler that writes refusals as RFC 6750 §3 says, and calls next
// for every other error, for example e.DefaultHTTPErrorHandler.
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

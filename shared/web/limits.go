package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

const maxURL = 8 << 10

// limitURL refuses a request target over 8 KiB (RFC 9110 §15.5.15).
func limitURL(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if len(c.Request().RequestURI) > maxURL {
			return oauth.InvalidRequest.With("the URL is too long").WithStatus(http.StatusRequestURITooLong)
		}
		return next(c)
	}
}

// limitBody refuses a body that says it is too large at once, and one that does
// not say so when it is read too far; then the connection is closed, so that
// the rest is not read either.
func limitBody(limit int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.ContentLength > limit {
				return tooLarge(nil)
			}
			if r.Body != nil && r.Body != http.NoBody {
				r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
			}
			return next(c)
		}
	}
}

func tooLarge(cause error) *oauth.Error {
	return oauth.InvalidRequest.With("the request body is too large").WithStatus(http.StatusRequestEntityTooLarge).Because(cause)
}

package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

const maxURL = 8 << 10

// checkURL refuses a request target over 8 KiB (RFC 9110 §15.5.15).
func checkURL(r *http.Request) error {
	if len(r.RequestURI) > maxURL {
		refused := RequestSize.Fail(r.Context(), nil).WithStatus(http.StatusRequestURITooLong)
		refused.Description = "the URL is too long"
		return refused
	}
	return nil
}

// limitBody refuses a body at once if its Content-Length exceeds limit. Otherwise reading fails
// once limit bytes are exceeded (RFC 9110 §15.5.14).
func limitBody(c echo.Context, limit int64) error {
	r := c.Request()
	if r.ContentLength > limit {
		return RequestSize.Fail(r.Context(), nil)
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
	}
	return nil
}

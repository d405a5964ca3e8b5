package proxy

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// What passes. Everything else stays on its side: Cookie, Authorization,
// X-Forwarded-*, hop-by-hop fields; Set-Cookie, WWW-Authenticate, Server.
var (
	requestHeaders = []string{"Accept", "Accept-Language", "Content-Type", "If-Match", "If-None-Match"}
	answerHeaders  = []string{"Content-Type", "Content-Language", "ETag", "Retry-After", "Allow"}
)

func copyHeader(to, from http.Header, names []string) {
	for _, name := range names {
		if v := from.Get(name); v != "" {
			to.Set(name, v)
		}
	}
}

// plainQuery is the query, parsed and written again, or nothing.
func plainQuery(u *url.URL) string {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return ""
	}
	return values.Encode()
}

// write hands the answer to the page. A Location of the API becomes one of ours.
func (h *Handler) write(c echo.Context, a *answer) error {
	header := c.Response().Header()
	copyHeader(header, a.header, answerHeaders)
	if location := h.ours(a.header.Get("Location")); location != "" {
		header.Set("Location", location)
	}
	if len(a.body) == 0 {
		return c.NoContent(a.status)
	}
	c.Response().WriteHeader(a.status)
	_, err := c.Response().Write(a.body)
	return err
}

func (h *Handler) ours(location string) string {
	path := strings.TrimPrefix(location, strings.TrimSuffix(h.API.String(), "/"))
	if location == "" || !IsPlain(path) {
		return ""
	}
	return prefix + path
}

package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// Document is a public response that was encoded in advance, such as metadata or a key set.
type Document struct {
	body        []byte
	contentType []string
	headers     []header // of a response with 200 and with 304
	etag        string
}

// NewDocument returns a document that caches may store for maxAge, in whole seconds. Its entity tag is
// a hash of body. The caller must not change body afterwards.
func NewDocument(contentType string, body []byte, maxAge time.Duration) Document {
	etag := `"` + oauth.Fingerprint(string(body)) + `"`
	return Document{body, []string{contentType}, []header{
		{echo.HeaderCacheControl, []string{fmt.Sprintf("public, max-age=%d", int64(maxAge/time.Second))}},
		{"Etag", []string{etag}},
	}, etag}
}

// Serve responds with the document, or with 304 if the client has this version of it (RFC 9110
// §13.1.2).
func (d Document) Serve(c echo.Context) error {
	h := c.Response().Header()
	setHeaders(h, d.headers)
	if c.Request().Header.Get("If-None-Match") == d.etag {
		return c.NoContent(http.StatusNotModified)
	}
	h[echo.HeaderContentType] = d.contentType
	c.Response().WriteHeader(http.StatusOK)
	_, err := c.Response().Write(d.body)
	return err
}

package discovery

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// document is encoded JSON that does not change while the server runs.
type document struct {
	body []byte
	etag string
}

func newDocument(content any) (document, error) {
	body, err := json.Marshal(content)
	return document{body: body, etag: `"` + oauth.Fingerprint(string(body)) + `"`}, err
}

// serve writes the document as application/json (RFC 8414 §3.2; OpenID Shared Signals Framework 1.0
// §7.2.3), or 304 if the client has this version (RFC 9110 §13.1.2).
func (d document) serve(c echo.Context) error {
	header := c.Response().Header()
	header.Set(echo.HeaderCacheControl, "public, max-age=300")
	header.Set("Etag", d.etag)
	if c.Request().Header.Get("If-None-Match") == d.etag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, d.body)
}

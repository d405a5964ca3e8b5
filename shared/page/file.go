package page

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// File is a stylesheet, script or picture of a service. Its path contains a hash of its content, so
// browsers may cache it forever. It is compressed once, when it is made, and a stylesheet is served
// without its comments.
type File struct {
	Path string // such as /assets/quartet-0f1e2d3c4b5a.css

	mime         string
	body, zipped []byte // zipped is nil if compression saves nothing
}

// NewFile returns the file with that name and content. The caller must not change body afterwards.
func NewFile(name, mime string, body []byte) File {
	if strings.HasPrefix(mime, "text/css") {
		body = squeeze(body)
	}
	sum, ext := sha256.Sum256(body), path.Ext(name)
	f := File{Path: "/assets/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext, mime: mime, body: body}
	best, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // fails for unknown levels only
	if zipped := shorten(best, body); len(body) >= smallest && len(zipped) < len(body) {
		f.zipped = zipped
	}
	return f
}

// Mount serves the file at its path for GET and HEAD.
func (f File) Mount(e *echo.Echo) {
	e.GET(f.Path, f.serve)
	e.HEAD(f.Path, f.serve)
}

func (f File) serve(c echo.Context) error {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable") // RFC 8246
	if f.zipped == nil {
		return c.Blob(http.StatusOK, f.mime, f.body)
	}
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if !acceptsGzip(c.Request().Header.Values(echo.HeaderAcceptEncoding)) {
		return c.Blob(http.StatusOK, f.mime, f.body)
	}
	return sendGzip(c, http.StatusOK, f.mime, f.zipped)
}

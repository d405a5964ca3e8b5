// Package discovery serves the protected resource metadata (RFC 9728): which authorization servers
// issue the tokens, and which scopes exist.
package discovery

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

const wellKnown = "/.well-known/oauth-protected-resource"

// Handler serves the metadata, which is encoded once at start.
type Handler struct {
	path string
	body []byte
}

// New returns the handler for the metadata m. The well-known path is inserted before the path of
// the resource identifier (RFC 9728 §3.1).
func New(m oauth.ResourceMetadata) (*Handler, error) {
	u, err := url.Parse(m.Resource)
	if err != nil {
		return nil, fmt.Errorf("resource: %w", err)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	return &Handler{path: pathOf(u), body: body}, nil
}

// pathOf inserts the well-known part before the path, without a slash at the end.
func pathOf(u *url.URL) string { return wellKnown + strings.TrimSuffix(u.EscapedPath(), "/") }

// URL returns the URL of the metadata, for challenges (RFC 9728 §5.1).
func URL(resource string) string {
	u, err := url.Parse(resource)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + pathOf(u)
}

// Mount adds the route. The document is public, so scripts of any origin may read it.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, h.path, func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
		c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, h.body)
	})
}

// Package discovery tells clients which authorization server to ask for tokens
// (RFC 9728).
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

// Handler answers with the metadata, fixed bytes: the Host header of a request
// changes nothing (RFC 9728 §3.3).
type Handler struct {
	path string
	body []byte
}

// New makes a Handler for the metadata.
func New(m oauth.ResourceMetadata) (*Handler, error) {
	_, path, err := locate(m.Resource)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("resource metadata: %w", err)
	}
	return &Handler{path: path, body: body}, nil
}

// URL is where the metadata of a resource is: the well-known part goes before
// the path of its identifier (RFC 9728 §3.1).
func URL(resource string) (string, error) {
	origin, path, err := locate(resource)
	return origin + path, err
}

func locate(resource string) (origin, path string, err error) {
	u, err := url.Parse(resource)
	if err != nil {
		return "", "", fmt.Errorf("resource identifier: %w", err)
	}
	return u.Scheme + "://" + u.Host, wellKnown + strings.TrimSuffix(u.EscapedPath(), "/"), nil
}

// Mount adds the route: the one form that belongs to the identifier, since the
// metadata found elsewhere would be refused (RFC 9728 §3.3).
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, h.path, h.metadata) }

func (h *Handler) metadata(c echo.Context) error {
	header := c.Response().Header()
	header.Set(echo.HeaderAccessControlAllowOrigin, "*") // public, for clients in browsers
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.JSONBlob(http.StatusOK, h.body)
}

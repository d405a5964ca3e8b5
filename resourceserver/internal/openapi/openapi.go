// Package openapi serves the OpenAPI 3.1 document of the API: paths, scopes, responses and
// schemas. openapi.json is written by hand. A test of the service compares it with the server:
// every listed response occurs, and every response that occurs is listed.
//
// The security scheme is openIdConnect, which refers to the metadata of the authorization server
// for grants and endpoints.
package openapi

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

//go:embed openapi.json
var document string

// The addresses in openapi.json, which New replaces.
const (
	demoResource = `"http://api.localhost:9001"`
	demoMetadata = `"http://auth.localhost:9000/.well-known/openid-configuration"`
)

// Handler serves the document, which is made once at start.
type Handler struct{ body []byte }

// New returns the document for a resource whose tokens are from issuer.
func New(resource, issuer string) (*Handler, error) {
	server, err := json.Marshal(strings.TrimSuffix(resource, "/"))
	if err != nil {
		return nil, err
	}
	metadata, err := json.Marshal(strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration") // OIDC Discovery §4
	if err != nil {
		return nil, err
	}
	body := strings.NewReplacer(demoResource, string(server), demoMetadata, string(metadata)).Replace(document)
	return &Handler{body: []byte(body)}, nil
}

// Mount adds the route. The document is public, so scripts of any origin may read it.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/openapi.json", func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
		c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, h.body)
	})
}

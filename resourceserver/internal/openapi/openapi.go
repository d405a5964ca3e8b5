// Package openapi is the description of the API for programs (OpenAPI 3.1): paths,
// scopes, answers and their schemas. It is written by hand, in openapi.json, and a
// test of the service holds it to what the server does: every answer it lists is
// produced, and nothing that is produced is missing.
//
// The security scheme is openIdConnect, which names the authorization server by
// its metadata and leaves grants and endpoints to it.
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

// The addresses in openapi.json, which is the document of the demo.
const (
	demoResource = `"http://api.localhost:9001"`
	demoMetadata = `"http://auth.localhost:9000/.well-known/openid-configuration"`
)

// Handler answers the document: fixed bytes, made at start.
type Handler struct{ body []byte }

// New makes the document of a resource whose tokens come from issuer.
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

// Mount adds the route. The document is public: any origin may read it.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/openapi.json", func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
		c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, h.body)
	})
}

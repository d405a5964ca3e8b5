package api

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// document describes the API in OpenAPI 3.1. It is written by hand. authserver/control_test.go compares it
// with the routes, the Go types and the responses of a server.
//
//go:embed openapi.json
var document string

// demoServer is the address in openapi.json that is replaced by the issuer.
const demoServer = `"http://auth.localhost:9000"`

// documentOf returns a handler that responds with the document for this issuer.
func documentOf(issuer string) echo.HandlerFunc {
	return func(c echo.Context) error {
		server, err := json.Marshal(issuer)
		if err != nil {
			return err
		}
		web.SetNoStore(c)
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, []byte(strings.Replace(document, demoServer, string(server), 1)))
	}
}

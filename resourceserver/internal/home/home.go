// Package home serves the page at the URL of the API. It says what the API is, that it needs an
// access token, and which authorization servers issue one. Everything on it is public.
package home

import (
	"embed"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
	"quartet.example/shared/web"
)

//go:embed templates/*.html
var files embed.FS

// Documents are the addresses that a program needs to start.
type Documents struct {
	Description string   `json:"description"`
	Resource    string   `json:"resource"`              // audience of the access tokens (RFC 8707 §2)
	Metadata    string   `json:"resource_metadata"`     // RFC 9728 §3
	OpenAPI     string   `json:"openapi"`               // every path with its scopes and responses
	Issuers     []string `json:"authorization_servers"` // issuers of the access tokens
}

// Handler serves GET /.
type Handler struct {
	documents Documents
	chrome    page.Chrome
	pages     *page.Set
}

// New parses the page.
func New(d Documents, chrome page.Chrome) (*Handler, error) {
	pages, err := page.New(files, "templates/*.html")
	return &Handler{documents: d, chrome: chrome, pages: pages}, err
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, "/", h.serve) }

func (h *Handler) serve(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderVary, echo.HeaderAccept) // RFC 9110 §12.5.5
	if web.PrefersHTML(c.Request()) {
		return h.pages.HTML(c, http.StatusOK, "home", h.chrome, h.documents)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.JSON(http.StatusOK, h.documents)
}

// Facts returns the documents as rows for the page.
func (d Documents) Facts() []page.Fact {
	facts := []page.Fact{
		{Name: "Resource", Value: d.Resource, Note: "the identifier that a client requests tokens for, and the audience of these tokens"},
		{Name: "Metadata", Value: d.Metadata, Href: d.Metadata, Note: "which servers issue the tokens, and which scopes exist (RFC 9728)"},
		{Name: "OpenAPI", Value: d.OpenAPI, Href: d.OpenAPI, Note: "every path, with its scope and responses"},
	}
	for _, issuer := range d.Issuers {
		facts = append(facts, page.Fact{Name: "Authorization server", Value: issuer, Href: issuer, Note: "where access tokens come from"})
	}
	return facts
}

// Paths returns the operations of the API for the page.
func (d Documents) Paths() page.Table {
	return page.Table{Caption: "What it does", Mono: true, Head: []string{"request", "scope"}, Rows: [][]any{
		{"GET /notes", "notes:read"},
		{"POST /notes", "notes:write"},
		{"GET /notes/{id}", "notes:read"},
		{"PUT /notes/{id}", "notes:write"},
		{"DELETE /notes/{id}", "notes:write"},
		{"GET /whoami", "any"},
	}}
}

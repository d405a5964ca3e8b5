package clientkey

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/jose"
	"quartet.example/shared/web"
)

// Path is the path of the public keys: register it as jwks_uri.
const Path = "/jwks.json"

// cacheControl limits how long a server trusts a key that is no longer published.
const cacheControl = "public, max-age=300"

// Handler answers GET /jwks.json (RFC 7517 §5).
type Handler struct{ document []byte }

// NewHandler publishes the public halves of all these keys; each kid once.
func NewHandler(all ...*Keys) (*Handler, error) {
	set := jose.Set{Keys: []jose.Key{}}
	seen := map[string]bool{}
	for _, keys := range all {
		for _, k := range keys.all {
			if !seen[k.ID] {
				set.Keys = append(set.Keys, k.Public())
			}
			seen[k.ID] = true
		}
	}
	document, err := json.Marshal(set)
	return &Handler{document}, err
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, Path, h.get) }

func (h *Handler) get(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, cacheControl)
	return c.Blob(http.StatusOK, "application/jwk-set+json", h.document)
}

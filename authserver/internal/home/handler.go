package home

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/web"
)

// Documents are the metadata addresses of the server, as the JSON form of the page.
type Documents struct {
	Description string `json:"description"`
	Issuer      string `json:"issuer"`
	OpenID      string `json:"openid_configuration"`       // OIDC Discovery §4
	OAuth       string `json:"oauth_authorization_server"` // RFC 8414 §3
	Keys        string `json:"jwks_uri"`                   // RFC 7517 §5
}

// Users returns the demo users. In production there are none.
type Users interface{ DemoUsers() []*core.User }

// Handler answers GET /.
type Handler struct {
	Documents Documents
	Clients   func() []*core.Client // the clients that the page links to; none in production
	Users     Users
	Pages     *ui.Pages
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, "/", h.serve) }

func (h *Handler) serve(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderVary, echo.HeaderAccept) // RFC 9110 §12.5.5
	if !web.PrefersHTML(c.Request()) {
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
		return c.JSON(http.StatusOK, h.Documents)
	}
	return h.Pages.Home(c, ui.Home{
		Issuer: h.Documents.Issuer, OpenID: h.Documents.OpenID, OAuth: h.Documents.OAuth, Keys: h.Documents.Keys,
		Clients: h.Clients(), People: h.Users.DemoUsers(),
	})
}

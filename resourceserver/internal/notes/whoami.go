package notes

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// identity is what /whoami returns of a token.
type identity struct {
	Subject   string   `json:"sub"`
	ClientID  string   `json:"client_id"`
	Scope     string   `json:"scope"`
	Audience  []string `json:"aud"`
	ExpiresAt int64    `json:"exp,omitempty"` // an introspection response may have no exp (RFC 7662 §2.2)
}

func (h *Handler) whoami(c echo.Context) error {
	token := tokenOf(c)
	said := identity{
		Subject: token.Subject, ClientID: token.ClientID, Scope: token.Scope.String(),
		Audience: token.Claims.Audience,
	}
	if exp := token.Claims.ExpiresAt; !exp.IsZero() {
		said.ExpiresAt = exp.Unix()
	}
	return web.NoStoreJSON(c, http.StatusOK, said)
}

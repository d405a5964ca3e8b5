package notes

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// identity is what a token says, without what it proves.
type identity struct {
	Subject   string   `json:"sub"`
	ClientID  string   `json:"client_id"`
	Scope     string   `json:"scope"`
	Audience  []string `json:"aud"`
	ExpiresAt int64    `json:"exp"`
}

func (h *Handler) whoami(c echo.Context) error {
	token := tokenOf(c)
	return web.NoStoreJSON(c, http.StatusOK, identity{
		Subject: token.Subject, ClientID: token.ClientID, Scope: token.Scope.String(),
		Audience: token.Claims.Audience, ExpiresAt: token.Claims.ExpiresAt.Unix(),
	})
}

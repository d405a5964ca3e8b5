package notes

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/web"
)

// whoami is what the token says, never the token.
type whoami struct {
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	ClientID string   `json:"client_id"`
	Scope    string   `json:"scope"`
	Audience []string `json:"aud"`
	Expiry   int64    `json:"exp"`
}

func (h *Handler) whoami(c echo.Context) error {
	token, ok := bearer.TokenFrom(c.Request().Context())
	if !ok {
		return errors.New("whoami: mounted without its middleware")
	}
	return web.NoStoreJSON(c, http.StatusOK, whoami{
		Issuer: token.Claims.Issuer, Subject: token.Subject, ClientID: token.ClientID,
		Scope: token.Scope.String(), Audience: token.Claims.Audience, Expiry: token.Claims.ExpiresAt.Unix(),
	})
}

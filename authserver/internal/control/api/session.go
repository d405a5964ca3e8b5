package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
)

func (h *Handler) logout(c echo.Context) error {
	var who controlapi.Logout
	if err := decode(c, &who); err != nil {
		return err
	}
	return done(c, h.Verbs.Logout(c.Request().Context(), who.User))
}

func (h *Handler) rotateKeys(c echo.Context) error {
	if err := noBody(c); err != nil {
		return err
	}
	return done(c, h.Verbs.RotateKeys(c.Request().Context()))
}

// done responds without a body if err is nil.
func done(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

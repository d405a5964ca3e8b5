package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

func (h *Handler) reset(c echo.Context) error {
	if err := noBody(c); err != nil {
		return err
	}
	return done(c, h.Verbs.Reset(c.Request().Context()))
}

func (h *Handler) exportState(c echo.Context) error {
	state, err := h.Verbs.Export(c.Request().Context())
	if err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.JSONBlob(http.StatusOK, state)
}

// importState passes the body on as it is: the verb checks it.
func (h *Handler) importState(c echo.Context) error {
	state, err := read(c)
	if err != nil {
		return err
	}
	return done(c, h.Verbs.Import(c.Request().Context(), state))
}

package api

import (
	"math"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/web"
)

func (h *Handler) clock(c echo.Context) error {
	return web.NoStoreJSON(c, http.StatusOK, controlapi.Clock{Now: h.Now()})
}

func (h *Handler) advance(c echo.Context) error {
	var by controlapi.Advance
	if err := decode(c, &by); err != nil {
		return err
	}
	seconds := min(by.Seconds, math.MaxInt32) // more would overflow, and no clock moves that far
	now, err := h.Verbs.Advance(c.Request().Context(), time.Duration(seconds)*time.Second)
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, controlapi.Clock{Now: now})
}

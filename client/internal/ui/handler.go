package ui

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/session"
	"quartet.example/shared/web"
)

// Handler answers GET /.
type Handler struct {
	Sessions  session.Sessions
	Issuer    string
	API       string
	Host      string
	Inspector string
	Dev       bool
	Now       func() time.Time
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, "/", h.get) }

func (h *Handler) get(c echo.Context) error {
	web.SetNoStore(c)
	return c.HTML(http.StatusOK, "<!doctype html><title>Notes</title><a href=/login>Sign in</a>")
}

// Package glossary serves the glossary and the map of specifications. Both show only what is
// compiled in, nothing that was recorded.
package glossary

import (
	"github.com/labstack/echo/v4"

	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/web"
)

// Handler serves /glossary and /rfcs.
type Handler struct{ Pages *ui.Pages }

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/glossary", h.Pages.Glossary)
	web.Read(e, "/rfcs", h.Pages.Specs)
}

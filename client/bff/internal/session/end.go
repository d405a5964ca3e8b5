package session

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// endOne is POST /sessions/{id}/end, for forms, and DELETE /sessions/{id}.
func (h *Handler) endOne(c echo.Context) error {
	own, err := h.asked(c)
	if err != nil {
		return err
	}
	ended, err := h.Ender.EndOne(c.Request().Context(), own, c.Param("id"))
	if err != nil {
		return err
	}
	if ended.Handle == own.Handle {
		h.Guard.Forget(c)
	}
	return done(c)
}

// endOthers is POST /sessions/end-others.
func (h *Handler) endOthers(c echo.Context) error {
	own, err := h.asked(c)
	if err != nil {
		return err
	}
	if _, err := h.Ender.EndOthers(c.Request().Context(), own); err != nil {
		return err
	}
	return done(c)
}

// asked returns the session of a call or a form of our own pages.
func (h *Handler) asked(c echo.Context) (core.Session, error) {
	web.SetNoStore(c)
	r := c.Request()
	if err := h.Guard.Form(r, h.Guard.Presented(r), FormToken(c)); err != nil {
		return core.Session{}, err
	}
	return h.Guard.Current(r, h.Sessions)
}

// done answers a call with 204, and redirects a form to the start page.
func done(c echo.Context) error {
	if IsCall(c.Request()) {
		return c.NoContent(http.StatusNoContent)
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

package ui

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

const maxText = 1000

// add is POST /notes, the form without scripts.
func (h *Handler) add(c echo.Context) error {
	form, err := h.form(c)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(form.Get("text"))
	s, err := h.Guard.Current(c.Request(), h.Sessions)
	switch {
	case isNobody(err):
		return h.ended(c, text)
	case err != nil:
		return err
	case text == "":
		return h.show(c, s, draft{Error: "Write something first."})
	case utf8.RuneCountInString(text) > maxText:
		return h.show(c, s, draft{Text: text, Error: "This note is too long; a thousand characters fit."})
	}
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	return h.change(c, s, http.MethodPost, "/notes", body, text)
}

// remove is POST /notes/{id}/delete.
func (h *Handler) remove(c echo.Context) error {
	if _, err := h.form(c); err != nil {
		return err
	}
	s, err := h.Guard.Current(c.Request(), h.Sessions)
	switch {
	case isNobody(err):
		return h.ended(c, "")
	case err != nil:
		return err
	}
	return h.change(c, s, http.MethodDelete, "/notes/"+url.PathEscape(c.Param("id")), nil, "")
}

// form lets forms of our own pages through.
func (h *Handler) form(c echo.Context) (url.Values, error) {
	web.SetNoStore(c)
	form, err := web.Form(c)
	if err != nil {
		return nil, err
	}
	r := c.Request()
	return form, h.Guard.Form(r, h.Guard.Cookie.ID(r), form.Get("csrf"))
}

// change makes the call and goes back to the page, with what was typed if the
// call failed.
func (h *Handler) change(c echo.Context, s core.Session, method, path string, body []byte, typed string) error {
	status, _, err := h.API.Do(c.Request().Context(), &s, method, path, body)
	switch {
	case isStepUp(err):
		return h.signInAgain(c, s, err, typed)
	case errors.Is(err, core.ErrSessionEnded):
		return h.ended(c, typed)
	case err != nil, status >= 300 && status != http.StatusNotFound:
		return h.show(c, s, draft{Text: typed, Error: "The resource server did not take this. Nothing was changed; please try again."})
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

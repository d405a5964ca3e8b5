package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff"
	"quartet.example/shared/web"
)

const maxText = 1000

// add is POST /notes, the form without scripts.
func (h *Handler) add(c echo.Context) error {
	user, form, err := h.form(c)
	text := strings.TrimSpace(form.Get("text"))
	switch {
	case errors.Is(err, bff.ErrNobody):
		return h.ended(c, text)
	case err != nil:
		return err
	case text == "":
		return h.show(c, user, draft{Error: "Write something first."})
	case utf8.RuneCountInString(text) > maxText:
		return h.show(c, user, draft{Text: text, Error: "This note is too long; a thousand characters fit."})
	}
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	return h.change(c, user, http.MethodPost, "/notes", body, text)
}

// remove is POST /notes/{id}/delete.
func (h *Handler) remove(c echo.Context) error {
	user, _, err := h.form(c)
	switch {
	case errors.Is(err, bff.ErrNobody):
		return h.ended(c, "")
	case err != nil:
		return err
	}
	return h.change(c, user, http.MethodDelete, "/notes/"+url.PathEscape(c.Param("id")), nil, "")
}

// form returns a form of our own page and who sent it. bff.ErrNobody comes with the form.
func (h *Handler) form(c echo.Context) (bff.User, url.Values, error) {
	web.SetNoStore(c)
	form, err := web.Form(c)
	if err != nil {
		return bff.User{}, nil, err
	}
	c.Request().PostForm = form // the body has been read
	if err := h.Backend.FromOwnPage(c.Request()); err != nil {
		return bff.User{}, nil, err
	}
	user, err := h.user(c.Request())
	return user, form, err
}

// change makes the call and goes back to the page, with what was typed if the call failed.
func (h *Handler) change(c echo.Context, user bff.User, method, path string, body []byte, typed string) error {
	resp, err := h.call(c, method, path, body)
	if errors.Is(err, bff.ErrNobody) {
		return h.ended(c, typed)
	}
	if err == nil {
		_ = resp.Body.Close()
		address, err := h.Backend.StepUpURL(c.Request(), resp, typed)
		switch {
		case err != nil:
			return err
		case address != "": // the user sends the form again: signing in is not consent to it
			return c.Redirect(http.StatusSeeOther, address)
		case resp.StatusCode < http.StatusMultipleChoices || resp.StatusCode == http.StatusNotFound:
			return c.Redirect(http.StatusSeeOther, start(c))
		}
	}
	return h.show(c, user, draft{Text: typed, Error: "The resource server did not take this. Nothing was changed; please try again."})
}

// call calls the resource server as the user of the request.
func (h *Handler) call(c echo.Context, method, path string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(c.Request().Context(), method, h.APIURL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return h.Backend.Client(c.Request()).Do(req)
}

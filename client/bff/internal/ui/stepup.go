package ui

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// StepUps remembers what the resource server asked of a session, and what its
// user had typed.
type StepUps interface {
	Ask(ctx context.Context, s core.Session, wants core.Authentication, draft string) (login, resume string, err error)
	Draft(ctx context.Context, s core.Session, id string) string
}

// signInAgain sends the browser to the sign-in that the resource server wants, and
// from there back to this page with what was typed (RFC 9470 §5). What the form
// was to do is left to the user to do again: a sign-in is not a consent to it.
func (h *Handler) signInAgain(c echo.Context, s core.Session, asked error, typed string) error {
	address, err := h.wayBackIn(c, s, asked, typed)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// wayBackIn is the address of the sign-in that the resource server wants, "" if it
// wants none. A page shows it rather than going there: a resource server that is
// never satisfied would send the browser in circles.
func (h *Handler) wayBackIn(c echo.Context, s core.Session, why error, typed string) (string, error) {
	var asked *core.StepUpError
	if !errors.As(why, &asked) {
		return "", nil
	}
	login, resume, err := h.StepUps.Ask(c.Request().Context(), s, asked.Wants, typed)
	return login + "&" + url.Values{"return_to": {resume}}.Encode(), err
}

func isStepUp(err error) bool {
	var asked *core.StepUpError
	return errors.As(err, &asked)
}

// typedBefore is what the user had typed before they signed in again.
func (h *Handler) typedBefore(c echo.Context, s core.Session) draft {
	query, err := web.Query(c)
	if err != nil || !query.Has("resume") {
		return draft{}
	}
	return draft{Text: h.StepUps.Draft(c.Request().Context(), s, query.Get("resume"))}
}

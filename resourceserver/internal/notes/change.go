package notes

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

func (h *Handler) add(c echo.Context) error {
	text, err := parse(c)
	if err != nil {
		return err
	}
	note := core.Note{ID: oauth.NewSecret(), Text: text, CreatedAt: h.Now().UTC().Truncate(time.Millisecond), Revision: oauth.NewSecret()}
	if err := room(c, h.Store.AddNote(c.Request().Context(), owner(c), note)); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/notes/"+note.ID)
	c.Response().Header().Set("ETag", note.ETag()) // of the note that was made (RFC 9110 §15.3.2)
	return web.NoStoreJSON(c, http.StatusCreated, note)
}

// replace is PUT. Its answer has no ETag: what is stored is not what was sent
// (RFC 9110 §9.3.4).
func (h *Handler) replace(c echo.Context) error {
	text, err := parse(c)
	if err != nil {
		return err
	}
	wanted, err := parsePrecondition(c)
	if err != nil {
		return err
	}
	note, err := h.Store.ReplaceText(c.Request().Context(), owner(c), c.Param("id"), text, oauth.NewSecret(), wanted)
	if err := refused(c, err); err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, note)
}

func (h *Handler) remove(c echo.Context) error {
	wanted, err := parsePrecondition(c)
	if err != nil {
		return err
	}
	if err := refused(c, h.Store.DeleteNote(c.Request().Context(), owner(c), c.Param("id"), wanted)); err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.NoContent(http.StatusNoContent)
}

// refused says that there is no such note, whose it is makes no difference, or
// that it is not as the caller wanted it.
func refused(c echo.Context, err error) error {
	ctx := c.Request().Context()
	switch {
	case errors.Is(err, core.ErrNotFound):
		return checks.NoteOwn.Fail(ctx, err)
	case errors.Is(err, core.ErrPrecondition):
		return checks.NotePrecondition.Fail(ctx, err).WithStatus(http.StatusPreconditionFailed)
	case err != nil:
		return err
	}
	return checks.NoteOwn.Require(ctx, true)
}

// room says that the owner has as many notes as one may have.
func room(c echo.Context, err error) error {
	ctx := c.Request().Context()
	if errors.Is(err, core.ErrFull) {
		return checks.NotesRoom.Fail(ctx, err).WithStatus(http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return checks.NotesRoom.Require(ctx, true)
}

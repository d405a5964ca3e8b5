package notes

import (
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
	ctx := c.Request().Context()
	if err := oauth.Decided(ctx, h.Store.AddNote(ctx, owner(c), note), addRules); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/notes/"+note.ID)
	c.Response().Header().Set("ETag", note.ETag()) // entity tag of the new note (RFC 9110 §15.3.2)
	return web.NoStoreJSON(c, http.StatusCreated, note)
}

// replace handles PUT. The response has no ETag, because the stored note is not identical to the
// request body (RFC 9110 §9.3.4).
func (h *Handler) replace(c echo.Context) error {
	text, err := parse(c)
	if err != nil {
		return err
	}
	wanted, err := parsePrecondition(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	note, err := h.Store.ReplaceText(ctx, owner(c), c.Param("id"), text, oauth.NewSecret(), wanted)
	if err := oauth.Decided(ctx, err, changeRules); err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, note)
}

func (h *Handler) remove(c echo.Context) error {
	wanted, err := parsePrecondition(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := oauth.Decided(ctx, h.Store.DeleteNote(ctx, owner(c), c.Param("id"), wanted), changeRules); err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.NoContent(http.StatusNoContent)
}

// The errors of the store, and the checks that refuse for them. A note of another owner is refused
// like a note that does not exist.
var (
	readRules   = []oauth.Rule{checks.NoteOwn.FailsOn(core.ErrNotFound)}
	changeRules = []oauth.Rule{readRules[0], checks.NotePrecondition.FailsOn(core.ErrPrecondition)} // in the order of change_note.lua
	addRules    = []oauth.Rule{checks.NotesRoom.FailsOn(core.ErrFull)}                              // decided by add_note.lua
)

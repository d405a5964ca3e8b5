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

// What the store decides. A note of another owner is refused as one that does not exist.
var (
	readRules   = []oauth.Rule{checks.NoteOwn.FailsOn(core.ErrNotFound)}
	changeRules = []oauth.Rule{readRules[0], checks.NotePrecondition.FailsOn(core.ErrPrecondition)} // change_note.lua, in its order
	addRules    = []oauth.Rule{checks.NotesRoom.FailsOn(core.ErrFull)}                              // add_note.lua
)

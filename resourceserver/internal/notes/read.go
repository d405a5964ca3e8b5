package notes

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

func (h *Handler) list(c echo.Context) error {
	page, err := parsePage(c)
	if err != nil {
		return err
	}
	notes, more, err := h.Store.Notes(c.Request().Context(), owner(c), page)
	if err != nil {
		return err
	}
	body, err := json.Marshal(struct {
		Notes []core.Note `json:"notes"`
	}{notes})
	if err != nil {
		return err
	}
	next := ""
	if more {
		next = nextPage(page.Limit, notes[len(notes)-1])
		c.Response().Header().Set("Link", next)
	}
	return answer(c, `"`+oauth.Hash(string(body)+next)+`"`, body)
}

func (h *Handler) get(c echo.Context) error {
	ctx := c.Request().Context()
	note, err := h.Store.Note(ctx, owner(c), c.Param("id"))
	if err := oauth.Decided(ctx, err, readRules); err != nil {
		return err
	}
	body, err := json.Marshal(note)
	if err != nil {
		return err
	}
	return answer(c, note.ETag(), body)
}

// answer sends a representation with its entity tag. It sends 304 if If-None-Match contains the
// tag, and refuses if If-Match does not (RFC 9110 §13.2.2).
func answer(c echo.Context, etag string, body []byte) error {
	wanted, err := parsePrecondition(c)
	if err != nil {
		return err
	}
	met := wanted.Match == nil || listed(wanted.Match, etag)
	if err := checks.NotePrecondition.Require(c.Request().Context(), met); err != nil {
		return err
	}
	web.SetNoStore(c)
	c.Response().Header().Set("ETag", etag)
	if listed(wanted.NoneMatch, etag) {
		return c.NoContent(http.StatusNotModified) // RFC 9110 §15.4.5
	}
	return c.JSONBlob(http.StatusOK, body)
}

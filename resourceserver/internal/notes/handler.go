// Package notes is the API: notes of the subject of the token, and what the
// token says.
//
//	handler.go  list, add, show, delete
//	request.go  the body of a new note
//	whoami.go   GET /whoami
package notes

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// The scope tokens of the API.
const (
	ReadScope  = "notes:read"
	WriteScope = "notes:write"
)

// Store keeps notes by owner.
type Store interface {
	AddNote(ctx context.Context, o core.Owner, n core.Note) error // core.ErrTooMany
	Notes(ctx context.Context, o core.Owner) ([]core.Note, error)
	Note(ctx context.Context, o core.Owner, id string) (core.Note, error) // core.ErrNotFound
	DeleteNote(ctx context.Context, o core.Owner, id string) error        // core.ErrNotFound
}

// Require is middleware that asks for a token with these scope tokens.
type Require func(scope ...string) echo.MiddlewareFunc

// Handler answers the API.
type Handler struct {
	Store   Store
	Require Require
	Now     func() time.Time
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	read, write := h.Require(ReadScope), h.Require(WriteScope)
	e.GET("/notes", h.list, read)
	e.POST("/notes", h.add, write)
	e.GET("/notes/:id", h.show, read)
	e.DELETE("/notes/:id", h.remove, write)
	e.GET("/whoami", h.whoami, h.Require())
}

// note is a note on the wire.
type note struct {
	ID      string    `json:"id"`
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
}

type list struct {
	Notes []note `json:"notes"`
}

// owner is who the token is about; the middleware has put it there.
func owner(c echo.Context) (core.Owner, error) {
	token, ok := bearer.TokenFrom(c.Request().Context())
	if !ok {
		return core.Owner{}, errors.New("notes: mounted without its middleware")
	}
	return core.Owner{Issuer: token.Claims.Issuer, Subject: token.Subject}, nil
}

func (h *Handler) list(c echo.Context) error {
	who, err := owner(c)
	if err != nil {
		return err
	}
	notes, err := h.Store.Notes(c.Request().Context(), who)
	if err != nil {
		return err
	}
	answer := list{Notes: make([]note, len(notes))}
	for i, n := range notes {
		answer.Notes[i] = note(n)
	}
	return web.NoStoreJSON(c, http.StatusOK, answer)
}

func (h *Handler) add(c echo.Context) error {
	who, err := owner(c)
	if err != nil {
		return err
	}
	text, err := textOf(c.Request())
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	added := core.Note{ID: newID(), Text: text, Created: h.Now().UTC().Truncate(time.Millisecond)}
	if err := limited(ctx, h.Store.AddNote(ctx, who, added)); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/notes/"+added.ID)
	return web.NoStoreJSON(c, http.StatusCreated, note(added))
}

func (h *Handler) show(c echo.Context) error {
	who, err := owner(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	found, err := h.Store.Note(ctx, who, c.Param("id"))
	if err := owned(ctx, err); err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, note(found))
}

func (h *Handler) remove(c echo.Context) error {
	who, err := owner(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := owned(ctx, h.Store.DeleteNote(ctx, who, c.Param("id"))); err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.NoContent(http.StatusNoContent)
}

// owned ties core.ErrNotFound to its check. A note of another is not found, not
// forbidden: its id tells nothing.
func owned(ctx context.Context, err error) error {
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	return checks.NoteOwner.RequireNil(ctx, err)
}

func limited(ctx context.Context, err error) error {
	if err != nil && !errors.Is(err, core.ErrTooMany) {
		return err
	}
	return checks.NoteLimit.RequireNil(ctx, err)
}

const idLength = 22 // 132 random bits: an id is no secret, but nobody guesses one either

func newID() string { return oauth.NewSecret()[:idLength] }

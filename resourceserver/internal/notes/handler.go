package notes

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/echobearer"
	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Store keeps notes.
type Store interface {
	// Notes returns all notes of the owner, newest first.
	Notes(ctx context.Context, owner core.Owner) ([]core.Note, error)
	// Note returns core.ErrNotFound for a note that the owner does not have.
	Note(ctx context.Context, owner core.Owner, id string) (core.Note, error)
	// AddNote returns core.ErrFull when the owner has core.MaxNotes.
	AddNote(ctx context.Context, owner core.Owner, note core.Note) error
	// DeleteNote returns core.ErrNotFound for a note that the owner does not have.
	DeleteNote(ctx context.Context, owner core.Owner, id string) error
}

// The scope tokens of the API.
const (
	readScope  = "notes:read"
	writeScope = "notes:write"
)

// Scopes are the scope tokens that the API knows.
func Scopes() []string { return []string{readScope, writeScope} }

// Handler answers the API.
type Handler struct {
	Tokens *bearer.Validator
	Store  Store
	Now    func() time.Time
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	read, write := echobearer.Require(h.Tokens, readScope), echobearer.Require(h.Tokens, writeScope)
	e.GET("/notes", h.list, read)
	e.POST("/notes", h.add, write)
	e.GET("/notes/:id", h.get, read)
	e.DELETE("/notes/:id", h.remove, write)
	e.GET("/whoami", h.whoami, echobearer.Require(h.Tokens))
}

// tokenOf is what the middleware let through: every route has it.
func tokenOf(c echo.Context) *bearer.Token {
	token, ok := bearer.TokenFrom(c.Request().Context())
	if !ok {
		panic("notes: route mounted without its middleware")
	}
	return token
}

// owner is the subject of the access token.
func owner(c echo.Context) core.Owner {
	token := tokenOf(c)
	return core.OwnerOf(token.Claims.Issuer, token.Subject)
}

func (h *Handler) list(c echo.Context) error {
	notes, err := h.Store.Notes(c.Request().Context(), owner(c))
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, struct {
		Notes []core.Note `json:"notes"`
	}{notes})
}

func (h *Handler) add(c echo.Context) error {
	text, err := parse(c)
	if err != nil {
		return err
	}
	note := core.Note{ID: oauth.NewSecret(), Text: text, CreatedAt: h.Now().UTC().Truncate(time.Millisecond)}
	if err := room(c, h.Store.AddNote(c.Request().Context(), owner(c), note)); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/notes/"+note.ID)
	return web.NoStoreJSON(c, http.StatusCreated, note)
}

func (h *Handler) get(c echo.Context) error {
	note, err := h.Store.Note(c.Request().Context(), owner(c), c.Param("id"))
	if err := own(c, err); err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, note)
}

func (h *Handler) remove(c echo.Context) error {
	if err := own(c, h.Store.DeleteNote(c.Request().Context(), owner(c), c.Param("id"))); err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.NoContent(http.StatusNoContent)
}

// own says that there is no such note; whose it is makes no difference.
func own(c echo.Context, err error) error {
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	return checks.NoteOwn.RequireNil(c.Request().Context(), err)
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

// identity is what a token says, without what it proves.
type identity struct {
	Subject   string   `json:"sub"`
	ClientID  string   `json:"client_id"`
	Scope     string   `json:"scope"`
	Audience  []string `json:"aud"`
	ExpiresAt int64    `json:"exp"`
}

func (h *Handler) whoami(c echo.Context) error {
	token := tokenOf(c)
	return web.NoStoreJSON(c, http.StatusOK, identity{
		Subject: token.Subject, ClientID: token.ClientID, Scope: token.Scope.String(),
		Audience: token.Claims.Audience, ExpiresAt: token.Claims.ExpiresAt.Unix(),
	})
}

package notes

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/echobearer"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/web"
)

// Store stores notes.
type Store interface {
	// Notes returns a page of the owner's notes, newest first, and whether more notes follow.
	Notes(ctx context.Context, owner core.Owner, page core.Page) ([]core.Note, bool, error)
	// Note returns core.ErrNotFound if the owner has no such note.
	Note(ctx context.Context, owner core.Owner, id string) (core.Note, error)
	// AddNote returns core.ErrFull if the owner has core.MaxNotes already.
	AddNote(ctx context.Context, owner core.Owner, note core.Note) error
	// ReplaceText returns core.ErrNotFound, or core.ErrPrecondition if the note does not meet the
	// precondition. In both cases nothing changes.
	ReplaceText(ctx context.Context, owner core.Owner, id, text, revision string, wanted core.Precondition) (core.Note, error)
	// DeleteNote returns the same errors as ReplaceText.
	DeleteNote(ctx context.Context, owner core.Owner, id string, wanted core.Precondition) error
}

// The scopes of the API.
const (
	readScope  = "notes:read"
	writeScope = "notes:write"
)

// Scopes returns the scopes of the API.
func Scopes() []string { return []string{readScope, writeScope} }

// Handler serves the API.
type Handler struct {
	Tokens *bearer.Validator
	Store  Store
	Now    func() time.Time

	DeleteMaxAge time.Duration // maximum time since the user signed in, to delete a note (RFC 9470); 0: any
}

// Mount adds the routes. The access token is checked first; refusals after that are problems.
func (h *Handler) Mount(e *echo.Echo) {
	writeProblems(e)
	read := echobearer.Guard(h.Tokens, bearer.Requirement{Scope: []string{readScope}, User: true})
	write := echobearer.Guard(h.Tokens, bearer.Requirement{Scope: []string{writeScope}, User: true})
	web.Read(e, "/notes", read(problems(h.list)))
	e.POST("/notes", h.add, write, problems)
	web.Read(e, "/notes/:id", read(problems(h.get)))
	e.PUT("/notes/:id", h.replace, write, problems)
	e.DELETE("/notes/:id", h.remove, echobearer.Guard(h.Tokens, bearer.Requirement{Scope: []string{writeScope}, User: true, MaxAge: h.DeleteMaxAge}), problems)
	web.Read(e, "/whoami", echobearer.Require(h.Tokens)(h.whoami))
}

// tokenOf returns the access token that the middleware accepted. Every route has the middleware.
func tokenOf(c echo.Context) *bearer.Token {
	token, ok := bearer.TokenFrom(c.Request().Context())
	if !ok {
		panic("notes: route mounted without its middleware")
	}
	return token
}

// owner returns the user of the access token. The middleware refuses tokens without a user.
func owner(c echo.Context) core.Owner {
	token := tokenOf(c)
	return core.OwnerOf(token.Claims.Issuer, token.Subject)
}

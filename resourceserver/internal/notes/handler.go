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

// Store keeps notes.
type Store interface {
	// Notes returns a page of the owner's notes, newest first, and whether more follow.
	Notes(ctx context.Context, owner core.Owner, page core.Page) ([]core.Note, bool, error)
	// Note returns core.ErrNotFound for a note that the owner does not have.
	Note(ctx context.Context, owner core.Owner, id string) (core.Note, error)
	// AddNote returns core.ErrFull when the owner has core.MaxNotes.
	AddNote(ctx context.Context, owner core.Owner, note core.Note) error
	// ReplaceText returns core.ErrNotFound, or core.ErrPrecondition if nothing was
	// changed because the note is not as wanted.
	ReplaceText(ctx context.Context, owner core.Owner, id, text, revision string, wanted core.Precondition) (core.Note, error)
	// DeleteNote returns the errors of ReplaceText.
	DeleteNote(ctx context.Context, owner core.Owner, id string, wanted core.Precondition) error
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

	DeleteMaxAge time.Duration // since the user signed in, to delete a note (RFC 9470); 0 for any
}

// Mount adds the routes. The token comes first: what is refused after it is a
// problem.
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

// tokenOf is what the middleware let through: every route has it.
func tokenOf(c echo.Context) *bearer.Token {
	token, ok := bearer.TokenFrom(c.Request().Context())
	if !ok {
		panic("notes: route mounted without its middleware")
	}
	return token
}

// owner is the user of the access token: the middleware let no other token through.
func owner(c echo.Context) core.Owner {
	token := tokenOf(c)
	return core.OwnerOf(token.Claims.Issuer, token.Subject)
}

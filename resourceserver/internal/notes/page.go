package notes

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
	"quartet.example/shared/web"
)

// parsePage parses limit and cursor. Without a limit it returns the maximum, so that callers that
// do not know about pages get all notes.
func parsePage(c echo.Context) (core.Page, error) {
	query, err := web.Query(c)
	if err != nil {
		return core.Page{}, err
	}
	page := core.Page{Limit: core.MaxNotes}
	var malformed error
	if query.Has("limit") {
		page.Limit, malformed = parseLimit(query.Get("limit"))
	}
	if cursor := query.Get("cursor"); cursor != "" && malformed == nil {
		page.After, malformed = parseCursor(cursor)
	}
	return page, checks.NotesPage.RequireNil(c.Request().Context(), malformed)
}

var (
	errLimit  = errors.New("limit is out of range")
	errCursor = errors.New("cursor is malformed")
)

func parseLimit(s string) (int, error) {
	limit, err := strconv.ParseUint(s, 10, 16)
	if err != nil || limit < 1 || limit > core.MaxNotes {
		return 0, errLimit
	}
	return int(limit), nil
}

// nextPage returns the Link header to the page after a note (RFC 8288 §3).
func nextPage(limit int, last core.Note) string {
	query := url.Values{"limit": {strconv.Itoa(limit)}, "cursor": {cursorOf(last.Position())}}
	return "</notes?" + query.Encode() + `>; rel="next"`
}

// cursorOf encodes a position in the list. It is opaque, so that its form can change. It is not a
// secret: it is only applied to the notes of the token's user.
func cursorOf(p core.Position) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.CreatedAt.UnixMilli(), 10) + "." + p.ID))
}

func parseCursor(s string) (*core.Position, error) {
	plain, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, errCursor
	}
	at, id, _ := strings.Cut(string(plain), ".")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" {
		return nil, errCursor
	}
	return &core.Position{CreatedAt: time.UnixMilli(ms).UTC(), ID: id}, nil
}

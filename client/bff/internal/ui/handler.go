package ui

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/web"
)

// API calls the resource server for a session, and brings the session up to date.
type API interface {
	Do(ctx context.Context, s *core.Session, method, path string, body []byte) (status int, answer []byte, err error)
}

// Handler answers GET / and the forms of that page.
type Handler struct {
	Sessions   session.Sessions
	Lister     session.Lister
	Guard      session.Guard
	API        API
	StepUps    StepUps
	Issuer     string
	APIURL     string
	Audience   string // what access tokens are asked for (RFC 8707), "" if it is not said
	Inspector  string
	Dev        bool
	Now        func() time.Time
	FormAction string // origins that a sign-out may be redirected to

	pages *page.Set
}

//go:embed templates/*.html assets/notes.js
var files embed.FS

var words = template.FuncMap{ // read only
	"lines": func(s string) []string { return []string{s} },
	"when":  when, "stamp": stamp, "span": span,
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) error {
	var err error
	if h.pages, err = page.NewWith(words, files, "templates/*.html"); err != nil {
		return err
	}
	web.Read(e, "/", h.home)
	e.POST("/notes", h.add)
	e.POST("/notes/:id/delete", h.remove)
	web.Read(e, scriptPath, script)
	return nil
}

var (
	scriptBody, _ = files.ReadFile("assets/notes.js")
	scriptPath    = "/assets/notes-" + digest(scriptBody) + ".js"
)

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

func script(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", scriptBody)
}

// home is GET /. A store that is away is an error: it does not turn somebody
// into nobody.
func (h *Handler) home(c echo.Context) error {
	if h.Guard.Cookie.Withheld(c.Request()) {
		return h.Arrive(c)
	}
	s, err := h.Guard.Find(c.Request(), h.Sessions)
	switch {
	case errors.Is(err, core.ErrNotFound):
		return h.signedOut(c, http.StatusOK, welcome{})
	case err != nil:
		return err
	}
	return h.show(c, s, h.typedBefore(c, s))
}

func isNobody(err error) bool {
	var refused *oauth.Error
	return errors.As(err, &refused) && refused.Code == oauth.LoginRequired
}

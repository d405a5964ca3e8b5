package ui

import (
	"embed"
	"errors"
	"html/template"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff"
	"quartet.example/shared/page"
)

// Handler answers GET / and the forms of that page.
type Handler struct {
	Backend *bff.Server
	APIURL  string
	Issuer  string      // shown on the page of a signed-out user
	Chrome  page.Chrome // with the link to the inspector
	Now     func() time.Time

	pages *page.Set
}

//go:embed templates/*.html assets/notes.js assets/notes.css
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
	known := echo.WrapMiddleware(h.Backend.Recognize)
	e.GET("/", h.home, known)
	e.HEAD("/", h.home, known)
	e.POST("/notes", h.add, known)
	e.POST("/notes/:id/delete", h.remove, known)
	script.Mount(e)
	style.Mount(e)
	return nil
}

var (
	script = file("notes.js", "text/javascript; charset=utf-8")
	style  = file("notes.css", "text/css; charset=utf-8")
)

func file(name, mime string) page.File {
	body, _ := files.ReadFile("assets/" + name) // it is embedded, so it cannot be missing
	return page.NewFile(name, mime, body)
}

// home is GET /. A store that cannot be reached is an error: the user may still be signed in.
func (h *Handler) home(c echo.Context) error {
	user, err := h.user(c.Request())
	switch {
	case errors.Is(err, bff.ErrNobody):
		return h.signedOut(c, http.StatusOK, welcome{})
	case err != nil:
		return err
	}
	return h.show(c, user, h.typedBefore(c))
}

// user returns who is signed in with this browser. A mobile app has no pages.
func (h *Handler) user(r *http.Request) (bff.User, error) {
	user, err := h.Backend.User(r)
	if user.App {
		return bff.User{}, bff.ErrNobody
	}
	return user, err
}

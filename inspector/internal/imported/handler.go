package imported

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/internal/checks"
	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler serves /import and /imported/{id}.
type Handler struct {
	Shelf *flow.Shelf
	Pages *ui.Pages
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/import", h.form)
	e.POST("/import", h.read)
	web.Read(e, "/imported/:id", h.one)
}

func (h *Handler) form(c echo.Context) error {
	return h.Pages.Import(c, http.StatusOK, ui.Import{Flows: h.Shelf.Flows()})
}

// read reads a file: the field "file" of a form, or the whole body for scripts. It shows the form again,
// with what is wrong, if the file cannot be read.
func (h *Handler) read(c echo.Context) error {
	r := c.Request()
	if err := checks.SameOrigin.RequireNil(r.Context(), new(http.CrossOriginProtection).Check(r)); err != nil {
		return err
	}
	file, err := upload(r)
	if err != nil {
		return h.refuse(c, err)
	}
	flows, err := flowfile.Read(file)
	if err != nil {
		return h.refuse(c, err)
	}
	return c.Redirect(http.StatusSeeOther, "/imported/"+h.Shelf.Put(flows...))
}

func (h *Handler) refuse(c echo.Context, err error) error {
	return h.Pages.Import(c, http.StatusBadRequest, ui.Import{Flows: h.Shelf.Flows(), Problem: err.Error()})
}

var errNoFile = errors.New("choose a file first")

// upload returns the file in the request without keeping it on disk.
func upload(r *http.Request) (io.Reader, error) {
	if !strings.HasPrefix(r.Header.Get(echo.HeaderContentType), echo.MIMEMultipartForm) {
		return r.Body, nil
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errNoFile
	}
	part, err := parts.NextPart()
	if err != nil || part.FormName() != "file" || part.FileName() == "" {
		return nil, errNoFile
	}
	return part, nil
}

// one responds with the viewer of a file, made anew from the events. Its style and script are in the
// page, so the policy of this response allows them by their hashes.
func (h *Handler) one(c echo.Context) error {
	f, found := h.Shelf.Find(c.Param("id"))
	if !found {
		return oauth.NotFound.With("there is no such file, or the inspector was restarted")
	}
	body, style, script, err := flowfile.Imported(f)
	if err != nil {
		return err
	}
	web.CSP(c, "style-src '"+style+"'", "script-src '"+script+"'")
	web.SetNoStore(c)
	return c.HTMLBlob(http.StatusOK, body)
}

package export

import (
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler serves /flows/{id}.html, .svg, .mmd, .har and .jsonl, and passes /flows/{id} on
// to Page.
type Handler struct {
	Book *flow.Book
	Page func(echo.Context, flow.Flow) error // responds with the page about a flow
}

// format is a file format.
type format struct {
	mediaType string
	write     func(flow.Flow) ([]byte, error)
}

// formats has a key for each extension. It must not be changed.
var formats = map[string]format{
	".html":  {"text/html; charset=utf-8", flowfile.HTML},
	".svg":   {"image/svg+xml", flowfile.SVG},
	".mmd":   {"application/vnd.mermaid", flowfile.Mermaid}, // registered with IANA, as UTF-8
	".har":   {echo.MIMEApplicationJSON, flowfile.HAR},      // has no media type of its own
	".jsonl": {"application/x-ndjson", flowfile.JSONL},
}

// Mount adds the routes. A parameter of Echo takes a whole segment of the path, so the page
// and the formats share one route.
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, "/flows/:file", h.download) }

func (h *Handler) download(c echo.Context) error {
	file := c.Param("file")
	ext := path.Ext(file)
	as, known := formats[ext]
	f, found := h.Book.FindFlow(strings.TrimSuffix(file, ext))
	switch {
	case found && ext == "":
		return h.Page(c, f)
	case !known || !found:
		return oauth.NotFound.With("there is no such flow, or it was deleted")
	}
	body, err := as.write(f)
	if err != nil {
		return err
	}
	web.SetNoStore(c)
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": fileName(f) + ext}))
	return c.Blob(http.StatusOK, as.mediaType, body)
}

const maxName = 48 // characters of the title in a file name

// fileName returns a name for the flow that consists of lower-case letters, digits and hyphens,
// because the title can contain a recorded path.
func fileName(f flow.Flow) string {
	words := strings.FieldsFunc(strings.ToLower(f.Title()), isNotPlain)
	title := strings.Join(words, "-")
	id := strings.Join(strings.FieldsFunc(f.ID, isNotPlain), "-")
	return strings.Trim(title[:min(len(title), maxName)], "-") + "-" + id
}

func isNotPlain(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }

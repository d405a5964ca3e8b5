package compare

import (
	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler serves /compare.
type Handler struct {
	Book  *flow.Book
	Shelf *flow.Shelf
	Pages *ui.Pages
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { web.Read(e, "/compare", h.get) }

// get shows the form, and the comparison if both flows are chosen.
func (h *Handler) get(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	data := ui.Compare{Recorded: h.Book.Flows(), Imported: h.Shelf.Flows(), A: query.Get("a"), B: query.Get("b")}
	if data.A == "" || data.B == "" {
		return h.Pages.Compare(c, data)
	}
	a, foundA := h.find(data.A)
	b, foundB := h.find(data.B)
	if !foundA || !foundB {
		return oauth.NotFound.With("there is no such flow, or it was deleted")
	}
	result := flowview.Compare(a, b)
	data.Result = &result
	return h.Pages.Compare(c, data)
}

func (h *Handler) find(id string) (flow.Flow, bool) {
	if f, found := h.Shelf.Find(id); found {
		return f, true
	}
	return h.Book.FindFlow(id)
}

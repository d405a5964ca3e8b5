// Package state shows what each role holds now. It asks the services over Redis (shared/trace/state),
// reads the rest from the recorded messages, and counts the keys of Redis.
package state

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/internal/ui"
	"quartet.example/inspector/stateview"
	"quartet.example/shared/trace/state"
	"quartet.example/shared/web"
)

// Handler serves /state and /state.json.
type Handler struct {
	Book  *flow.Book
	Pages *ui.Pages
	Now   func() time.Time
	Log   *slog.Logger
	Ask   func(ctx context.Context) ([]state.Snapshot, error) // asks the services
	Redis *Redis
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/state", h.page)
	web.Read(e, "/state.json", h.json)
}

func (h *Handler) page(c echo.Context) error { return h.Pages.State(c, h.view(c.Request().Context())) }

func (h *Handler) json(c echo.Context) error {
	return web.NoStoreJSON(c, http.StatusOK, h.view(c.Request().Context()))
}

// view asks the services. If Redis does not answer, it shows what is known without Redis.
func (h *Handler) view(ctx context.Context) stateview.View {
	answers, err := h.Ask(ctx)
	if err != nil {
		h.Log.DebugContext(ctx, "the services cannot be asked for their state", "cause", err)
	}
	v := stateview.New(h.Now(), h.hops(), answers)
	v.Roles = append(v.Roles, h.Redis.role(ctx, h.Now()))
	return v
}

// hops returns the recorded messages without those of labs, whose programs are not these services.
func (h *Handler) hops() []*flow.Hop {
	return slices.DeleteFunc(h.Book.Hops(), func(m *flow.Hop) bool { return m.Lab != nil })
}

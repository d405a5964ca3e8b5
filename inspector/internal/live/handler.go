package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/shared/web"
)

// heartbeat is the interval of comments, without which proxies would close an idle connection.
const heartbeat = 15 * time.Second

// Handler serves GET /events (HTML §9.2).
type Handler struct {
	Book *flow.Book
	Hub  *Hub
	Say  func(*flow.Hop) string // returns the message as one sentence
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { e.GET("/events", h.get) }

// change is the data of one server-sent event.
type change struct {
	ID     string `json:"id"` // id of the message
	Done   bool   `json:"done"`
	Method string `json:"method"`
	Path   string `json:"path"`
	Status int    `json:"status,omitempty"`
	Say    string `json:"say"`
}

func (h *Handler) get(c echo.Context) error {
	changes, stop := h.Hub.Listen() // before catchUp, so that no change in between is missed
	defer stop()
	w := c.Response()
	w.Header().Set(echo.HeaderContentType, "text/event-stream")
	w.Header().Set(echo.HeaderCacheControl, "no-store")
	w.WriteHeader(http.StatusOK)
	if err := web.Stream(w); err != nil {
		return err
	}
	if _, err := fmt.Fprint(w, "retry: 1000\n\n"); err != nil {
		return nil // the connection is closed
	}
	if err := h.catchUp(w, c.Request().Header.Get("Last-Event-ID")); err != nil {
		return nil // the connection is closed
	}
	h.follow(c, changes)
	return nil
}

// catchUp sends what changed after the event with the id last. Without an id it sends nothing.
func (h *Handler) catchUp(w *echo.Response, last string) error {
	if last != "" {
		for _, hop := range h.Book.Since(last) {
			if err := h.write(w, hop); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return nil
}

func (h *Handler) follow(c echo.Context, changes <-chan *flow.Hop) {
	ctx, w := c.Request().Context(), c.Response()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-web.Draining(ctx):
			return
		case <-beat.C:
			_, err = fmt.Fprint(w, ": still here\n\n")
		case hop, ok := <-changes:
			if !ok {
				return
			}
			err = h.write(w, hop)
		}
		if err != nil {
			return
		}
		w.Flush()
	}
}

// write sends one change. JSON has no line breaks, so one data line suffices.
func (h *Handler) write(w *echo.Response, hop *flow.Hop) error {
	data, err := json.Marshal(change{
		ID: hop.First, Done: hop.Done(), Method: hop.Method, Path: hop.Path(), Status: hop.Status, Say: h.Say(hop),
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "id: %s\ndata: %s\n\n", hop.Last, data)
	return err
}

package hops

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/internal/checks"
	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler serves /, /messages, /hops/{id}, /hops.json, /t/{trace}/{span} and /clear.
type Handler struct {
	Book  *flow.Book
	Pages *ui.Pages
	Roles *Roles
	Clear func(context.Context) error // deletes the stream
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/", h.home)
	web.Read(e, "/messages", h.list)
	web.Read(e, "/hops/:id", h.one)
	web.Read(e, "/hops.json", h.json)
	web.Read(e, "/t/:trace/:span", h.message)
	e.POST("/clear", h.clear)
}

func (h *Handler) home(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	return h.Pages.Home(c, ui.Home{Stack: h.stack(c), Flows: h.Book.Flows(), Seen: seenOf(query), Compact: query.Has("compact")})
}

func (h *Handler) list(c echo.Context) error {
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	all := h.Book.Flows()
	return h.Pages.Messages(c, ui.Messages{Stack: h.stack(c), Flows: filter.keep(all), Filter: filter.Filter, Any: len(all) > 0})
}

func (h *Handler) stack(c echo.Context) ui.Stack {
	return ui.Stack{Roles: h.Roles.Status(c.Request().Context()), Lost: h.Book.Lost(), Away: h.Book.Away()}
}

// Flow responds with the diagram of a flow.
func (h *Handler) Flow(c echo.Context, f flow.Flow) error {
	seen, thread, err := readView(c)
	if err != nil {
		return err
	}
	return h.Pages.Flow(c, f, nil, seen, thread)
}

func (h *Handler) one(c echo.Context) error {
	hop, in, ok := h.Book.Find(c.Param("id"))
	if !ok {
		return oauth.NotFound.With("there is no such message, or it was deleted")
	}
	seen, thread, err := readView(c)
	if err != nil {
		return err
	}
	return h.Pages.Flow(c, in, hop, seen, thread)
}

// seenOf returns what the script of the page has shown before.
func seenOf(query url.Values) ui.Seen {
	return ui.Seen{Flow: query.Get("flow"), Since: query.Get("since")}
}

// readView is seenOf, and the fingerprint of the value that the page follows.
func readView(c echo.Context) (seen ui.Seen, thread string, err error) {
	query, err := web.Query(c)
	return seenOf(query), query.Get("thread"), err
}

// clear deletes the stream and the messages in memory.
func (h *Handler) clear(c echo.Context) error {
	r := c.Request()
	if err := checks.SameOrigin.RequireNil(r.Context(), new(http.CrossOriginProtection).Check(r)); err != nil {
		return err
	}
	if err := h.Clear(r.Context()); err != nil {
		return err
	}
	h.Book.Clear()
	return c.Redirect(http.StatusSeeOther, "/")
}

// Package control serves the buttons of step mode and of the demo clock.
//
//	handler.go  the four routes
//	bar.go      what the toolbar shows
package control

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/inspector/internal/checks"
	"quartet.example/shared/announce"
	"quartet.example/shared/democlock"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/step"
	"quartet.example/shared/web"
)

// Clock is the demo clock.
type Clock interface {
	Ahead() time.Duration
	Forward(ctx context.Context, d time.Duration) error
}

// Handler serves /step, /step/next, /step/continue and /clock.
type Handler struct {
	Book      *flow.Book
	Gate      *step.Gate // only its mode is used
	Step      step.Control
	Clock     Clock // nil: the clock cannot be moved
	Now       func() time.Time
	Lifetimes flowview.Lifetimes
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	for path, do := range map[string]func(context.Context, url.Values) error{
		"/step": h.set, "/step/next": h.next, "/step/continue": h.goOn, "/clock": h.forward,
	} {
		e.POST(path, func(c echo.Context) error { return handle(c, do) })
	}
}

// handle refuses other origins, does what the form asks for, and returns to the page of the form.
func handle(c echo.Context, do func(context.Context, url.Values) error) error {
	r := c.Request()
	if err := checks.SameOrigin.RequireNil(r.Context(), new(http.CrossOriginProtection).Check(r)); err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := do(r.Context(), form); err != nil {
		if errors.Is(err, announce.ErrUnheard) {
			return oauth.TemporarilyUnavailable.With("one of the services does not answer, please try again").Because(err)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, local(form.Get("back")))
}

// local returns path if it is one of this origin, and otherwise "/".
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return "/"
	}
	return path
}

// set changes the mode.
func (h *Handler) set(ctx context.Context, form url.Values) error {
	mode := step.Mode{Kind: step.Kind(form.Get("mode"))}
	switch mode.Kind {
	case "off":
		mode.Kind = ""
	case step.Path:
		mode.Path = form.Get("path")
	case "":
		return oauth.InvalidRequest.With("mode is missing: off, all, back, front or path")
	case step.All, step.Back, step.Front:
	}
	if err := mode.Validate(); err != nil {
		return oauth.InvalidRequest.With("choose all, back, front, or a path that begins with /").Because(err)
	}
	if err := h.Step.Set(ctx, mode); err != nil {
		return err
	}
	if !mode.On() {
		h.released(h.Book.Held())
	}
	return nil
}

// released notes that these messages are released, even if a recorder is too busy to say so.
func (h *Handler) released(held []*flow.Hop) {
	for _, hop := range held {
		h.Book.Release(hop.First)
	}
}

// next releases the message that has waited longest. If none is held, it does nothing.
func (h *Handler) next(ctx context.Context, _ url.Values) error {
	held := h.Book.Held()
	if len(held) == 0 {
		return nil
	}
	if err := h.Step.Next(ctx, trace.HeldID(held[0].Event)); err != nil {
		return err
	}
	h.Book.Release(held[0].First) // so that the next call releases the next message, even before the recorder says so
	return nil
}

// goOn releases all messages that are held.
func (h *Handler) goOn(ctx context.Context, _ url.Values) error {
	held := h.Book.Held()
	if err := h.Step.Continue(ctx); err != nil {
		return err
	}
	h.released(held)
	return nil
}

// forward moves the clock: by "1m", "5m" or "10m", or to the "next" expiry of a flow.
func (h *Handler) forward(ctx context.Context, form url.Values) error {
	if h.Clock == nil {
		return oauth.NotFound.With("this inspector has no clock that it could move")
	}
	by, err := h.distance(form)
	if err != nil {
		return err
	}
	err = h.Clock.Forward(ctx, by)
	if errors.Is(err, democlock.ErrRange) { // a lifetime in a recorded response can have any length
		return oauth.InvalidRequest.With("that is too far: the clock is moved by 30 days at most").Because(err)
	}
	return err
}

func (h *Handler) distance(form url.Values) (time.Duration, error) {
	switch form.Get("forward") {
	case "1m":
		return time.Minute, nil
	case "5m":
		return 5 * time.Minute, nil
	case "10m":
		return 10 * time.Minute, nil
	case "next":
		f, ok := h.Book.FindFlow(form.Get("flow"))
		if !ok {
			return 0, oauth.NotFound.With("there is no such flow, or it was deleted")
		}
		now := h.Now()
		next, ok := flowview.NextExpiry(f, now, h.Lifetimes)
		if !ok {
			return 0, oauth.InvalidRequest.With("nothing of this flow expires any more")
		}
		return next.At.Sub(now), nil
	}
	return 0, oauth.InvalidRequest.With("forward is 1m, 5m, 10m or next")
}

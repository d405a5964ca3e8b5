package live

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/internal/checks"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// Labs serves POST /events: the events of a lab that runs in another process (trace.InspectorSink).
type Labs struct {
	Append func(context.Context, []trace.Event) error
	Ahead  func() time.Duration // how far the demo clock is ahead of the clock of the lab; nil: not at all
}

// Mount adds the route.
func (l *Labs) Mount(e *echo.Echo) { e.POST("/events", l.add) }

// add refuses pages of other origins, and forms, which need no permission to cross them.
func (l *Labs) add(c echo.Context) error {
	r := c.Request()
	if err := checks.SameOrigin.RequireNil(r.Context(), new(http.CrossOriginProtection).Check(r)); err != nil {
		return err
	}
	if r.Header.Get(echo.HeaderContentType) != trace.MediaTypeEvents {
		return oauth.InvalidRequest.With("the content type must be " + trace.MediaTypeEvents)
	}
	body, err := io.ReadAll(r.Body) // the body limit applies
	if err != nil {
		return err
	}
	events, err := flowfile.LabEvents(body)
	if err != nil {
		return oauth.InvalidRequest.With(err.Error())
	}
	if l.Ahead != nil {
		for i := range events {
			events[i].Time = events[i].Time.Add(l.Ahead())
		}
	}
	if err := l.Append(r.Context(), events); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

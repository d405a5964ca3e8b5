package fault

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// hold waits for a number of milliseconds. It returns an error when the client gives up, and when the
// server closes.
func (q *Queue) hold(c echo.Context, milliseconds int) error {
	if milliseconds == 0 {
		return nil
	}
	allowWaiting(c)
	delay := time.NewTimer(time.Duration(milliseconds) * time.Millisecond)
	defer delay.Stop()
	ctx := c.Request().Context()
	select {
	case <-delay.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-q.closed:
	case <-web.Draining(ctx):
	}
	return oauth.TemporarilyUnavailable.With("the server is shutting down")
}

// allowWaiting removes the time limits of this request, which are shorter than the longest delay.
func allowWaiting(c echo.Context) {
	limits := http.NewResponseController(c.Response().Writer)
	_ = limits.SetReadDeadline(time.Time{}) // a writer without deadlines has no limits either
	_ = limits.SetWriteDeadline(time.Time{})
}

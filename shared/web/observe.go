package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// statusClientGone is the status in logs and metrics if the client closed the connection before
// the response.
const statusClientGone = 499

const maxLoggedPath = 200 // bytes

// observe writes the error response of a request, if there is one, and then logs and measures the
// request once, also if a handler passes it on to another Echo of this package.
func (s *server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.options.Now()
		about := s.follow(c)
		err := s.guard(c, next)
		committed := c.Response().Committed
		status := s.answer(err, c)
		took := s.options.Now().Sub(start)
		route := c.Path()
		if status == http.StatusNotFound && err != nil && errors.Is(err, echo.ErrNotFound) {
			route = "" // for an unknown path, Echo's Path is part of another route
		}
		s.options.Meter.Observe(c.Request().Method, route, status, took)
		s.countRefusals(about, err)
		if !about.MarkLogged() { // by an Echo that a handler passed the request on to, which knows the error
			s.log(c, err, status, took, committed, about)
		}
		return nil
	}
}

// checkOf returns the id of the check that refused, or "" if err is not from a check.
func checkOf(err error) string {
	var refused *oauth.Error
	if !errors.As(err, &refused) {
		return ""
	}
	return refused.CheckID()
}

// answer writes the error response unless a response was written already. It returns the status.
func (s *server) answer(err error, c echo.Context) int {
	if err != nil && isGone(c.Request().Context()) {
		return statusClientGone // the connection is closed, so no response can arrive
	}
	if err != nil && !c.Response().Committed {
		s.handleError(err, c)
	}
	return c.Response().Status
}

func isGone(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

func (s *server) log(c echo.Context, err error, status int, took time.Duration, committed bool, about *oauth.About) {
	r := c.Request()
	level, message := slog.LevelInfo, "request"
	if isNoise(r.URL.Path) && status < http.StatusBadRequest {
		level = slog.LevelDebug
	}
	var refused *oauth.Error
	if err != nil {
		refused = asOAuth(err)
		level, message = severity(refused, status, committed)
	}
	if !s.options.Log.Enabled(r.Context(), level) {
		return
	}
	attrs := make([]slog.Attr, 0, 16)
	attrs = append(attrs,
		slog.String("method", r.Method), slog.String("path", r.URL.Path[:min(len(r.URL.Path), maxLoggedPath)]), slog.Int("status", status),
		slog.Duration("took", took), slog.String("ip", c.RealIP()))
	attrs = append(attrs, about.Attrs()...)
	if refused != nil {
		attrs = append(attrs, slog.String("error", string(refused.Code)), slog.String("description", refused.Description))
		if refused.Check != nil {
			attrs = append(attrs, slog.String("check", refused.Check.ID))
		}
		if cause := refused.Unwrap(); cause != nil {
			attrs = append(attrs, slog.String("cause", cause.Error()))
		}
		var panicked *panicError
		if errors.As(err, &panicked) {
			attrs = append(attrs, slog.String("stack", panicked.stack))
		}
	}
	s.options.Log.LogAttrs(r.Context(), level, message, attrs...)
}

func severity(refused *oauth.Error, status int, committed bool) (slog.Level, string) {
	switch {
	case status == statusClientGone:
		return slog.LevelInfo, "client disconnected"
	case committed: // the response had begun, so its status does not show the error
		return slog.LevelError, "request failed while answering"
	case status >= http.StatusInternalServerError:
		return slog.LevelError, "request failed"
	case refused.Suspicious:
		return slog.LevelWarn, "request refused"
	}
	return slog.LevelInfo, "request refused"
}

func isNoise(path string) bool {
	return path == "/livez" || path == "/readyz" || strings.HasPrefix(path, "/assets/")
}

package web

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v4"
)

// guard runs before the router. It is one function instead of five middlewares, because Echo
// builds its chain of middleware for each request, which costs time.
func (s *server) guard(c echo.Context, next echo.HandlerFunc) (err error) {
	defer recovered(&err)
	s.secure(c)
	if answered, err := s.options.Open(c); answered || err != nil {
		return err
	}
	return s.admit(c, next)
}

// admit refuses a URL or a body that is too large.
func (s *server) admit(c echo.Context, next echo.HandlerFunc) error {
	if err := checkURL(c.Request()); err != nil {
		return err
	}
	if err := limitBody(c, max(s.bodyLimit, s.options.LongBody(c.Request()))); err != nil {
		return err
	}
	return next(c)
}

// panicError is the error for a panic in a handler. Its stack goes to the log only.
type panicError struct {
	value any
	stack string
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// recovered sets *err after a panic. It does not stop http.ErrAbortHandler, with which a handler
// asks the server to close the connection.
func recovered(err *error) {
	switch value := recover(); value {
	case nil:
	case http.ErrAbortHandler:
		panic(value)
	default:
		*err = &panicError{value: value, stack: string(debug.Stack())}
	}
}

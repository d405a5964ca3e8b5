package web

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v4"
)

// guard is what every request passes before the router: one function and not
// five middlewares, because Echo builds its chain anew for each request.
func (s *server) guard(c echo.Context, next echo.HandlerFunc) (err error) {
	defer recovered(&err)
	s.secure(c)
	if s.options.Open == nil {
		return s.admit(c, next)
	}
	return s.options.Open(func(c echo.Context) error { return s.admit(c, next) })(c)
}

// admit refuses what is too large.
func (s *server) admit(c echo.Context, next echo.HandlerFunc) error {
	if err := checkURL(c.Request()); err != nil {
		return err
	}
	if err := limitBody(c, s.bodyLimit); err != nil {
		return err
	}
	return next(c)
}

// panicError is what a panic becomes. The stack is for the log.
type panicError struct {
	value any
	stack string
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// recovered turns a panic into an error. http.ErrAbortHandler is not one: it
// asks the server to cut the connection.
func recovered(err *error) {
	switch value := recover(); value {
	case nil:
	case http.ErrAbortHandler:
		panic(value)
	default:
		*err = &panicError{value: value, stack: string(debug.Stack())}
	}
}

package fault

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
)

// Middleware applies the faults. It must run before the router, inside of what writes errors and records
// messages: then the errors look like those of the handlers, and the inspector shows what was sent.
func (q *Queue) Middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		at := placeOf(c.Request().URL.Path)
		if at.endpoint == "" || q.queued.Load() == 0 && !at.remembers() {
			return next(c)
		}
		s := q.sight(c.Request(), at)
		failure, failing := q.take(s.failsBy)
		if failing {
			if err := q.hold(c, failure.Delay); err != nil {
				return err
			}
		}
		switch {
		case failing && failure.Error != "" && at.endpoint == controlapi.Authorize:
			return q.refuse(c, next, s, failure)
		case failing && fails(failure):
			return fail(c, at, q.issuer, failure)
		}
		return q.answer(c, next, s)
	}
}

// answer lets next answer, remembers the handles in its response, and changes the response if a fault
// asks for it.
func (q *Queue) answer(c echo.Context, next echo.HandlerFunc, s sighting) error {
	if !s.remembers() && !q.has(s.mayChangeBy) {
		return next(c)
	}
	return q.finish(c, next, s, func(*content) {})
}

// finish lets next answer, and sends the response after first and then a fault have changed it.
func (q *Queue) finish(c echo.Context, next echo.HandlerFunc, s sighting, first func(*content)) error {
	if s.endpoint == controlapi.JWKS || s.endpoint == controlapi.Metadata {
		c.SetRequest(unconditional(c.Request()))
	}
	response, err := buffered(c, next)
	if response.status == 0 {
		return err // nothing was written; the error is written outside of this middleware
	}
	found := read(s, q.issuer, response)
	q.remember(s, found)
	first(found)
	if err := q.alter(c, s, found); err != nil {
		c.Response().Committed = false // nothing was sent: the error is the response
		return err
	}
	return errors.Join(err, found.send())
}

// alter applies the first fault that changes what the response has.
func (q *Queue) alter(c echo.Context, s sighting, found *content) error {
	f, ok := q.take(func(f controlapi.Fault) bool { return s.mayChangeBy(f) && found.has(f) })
	if !ok {
		return nil
	}
	if err := q.hold(c, f.Delay); err != nil {
		return err
	}
	return q.change(found, f)
}

// unconditional returns the request without the condition that would be answered with 304: a response
// without a body cannot be changed.
func unconditional(r *http.Request) *http.Request {
	clone := r.Clone(r.Context())
	clone.Header.Del("If-None-Match")
	return clone
}

// remember remembers the handles in a response.
func (q *Queue) remember(s sighting, c *content) {
	q.memory.remember(c.transaction, s.origin)
	q.memory.remember(c.params.Get("code"), s.origin)
	if c.requestURI != "" {
		pushed := s.origin
		pushed.pushed = url.Values{"client_id": {s.client}}
		for _, name := range []string{"redirect_uri", "response_mode", "state"} {
			if s.params.Has(name) {
				pushed.pushed[name] = s.params[name]
			}
		}
		q.memory.remember(c.requestURI, pushed)
	}
}

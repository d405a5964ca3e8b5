package notes

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// problem is the body of an error (RFC 9457 §3.1).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

const (
	problemJSON = "application/problem+json"
	problemType = "tag:quartet.example,2026:" // a tag URI, which clients do not try to open (RFC 9457 §3.1.1)
)

// problemOf returns the problem for err. It returns false for server errors, because they do not
// concern the request. Each check is its own type of problem; for other errors the status is
// enough (RFC 9457 §4.2.1).
func problemOf(err error) (problem, bool) {
	p := problem{Type: "about:blank"}
	var refused *oauth.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &refused):
		p.Status, p.Detail = refused.Status(), web.Printable(refused.Description)
		if refused.Check != nil {
			p.Type = problemType + refused.Check.ID
		}
	case errors.As(err, &large):
		p.Status, p.Detail = http.StatusRequestEntityTooLarge, "the note is too large"
	}
	p.Title = http.StatusText(p.Status)
	return p, p.Status != 0 && p.Status < http.StatusInternalServerError
}

const problemKey = "notes.problem"

// problems marks the refusals of a route as problems. shared/web still writes and logs them, like
// all errors. It writes through Echo's JSON serializer, which the serializer below replaces.
func problems(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if p, refused := problemOf(err); refused {
			c.Set(problemKey, p)
		}
		return err
	}
}

// writeProblems makes e write marked errors as problems.
func writeProblems(e *echo.Echo) { e.JSONSerializer = serializer{e.JSONSerializer} }

type serializer struct{ echo.JSONSerializer }

func (s serializer) Serialize(c echo.Context, v any, indent string) error {
	if p, marked := c.Get(problemKey).(problem); marked {
		c.Response().Header().Set(echo.HeaderContentType, problemJSON)
		v = p
	}
	return s.JSONSerializer.Serialize(c, v, indent)
}

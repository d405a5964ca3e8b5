package notes

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// problem is the body of an error of the API (RFC 9457 §3.1).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

const (
	problemJSON = "application/problem+json"
	problemType = "tag:quartet.example,2026:" // a tag URI, so that nobody looks it up (RFC 9457 §3.1.1)
)

// problemOf says what err says, false for a failure of ours: that is no fault of
// the request. A named check is a type of problem of its own; for the rest the
// status is all there is to know (RFC 9457 §4.2.1).
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

// problems marks what a route refuses as a problem. Errors are still written, and
// logged, where all errors are: by shared/web, which asks Echo to write its own
// words as JSON, and so asks the serializer below.
func problems(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if p, refused := problemOf(err); refused {
			c.Set(problemKey, p)
		}
		return err
	}
}

// writeProblems lets e write marked errors as problems.
func writeProblems(e *echo.Echo) { e.JSONSerializer = serializer{e.JSONSerializer} }

type serializer struct{ echo.JSONSerializer }

func (s serializer) Serialize(c echo.Context, v any, indent string) error {
	if p, marked := c.Get(problemKey).(problem); marked {
		c.Response().Header().Set(echo.HeaderContentType, problemJSON)
		v = p
	}
	return s.JSONSerializer.Serialize(c, v, indent)
}

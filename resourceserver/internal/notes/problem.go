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

// problemOf says what err says. A named check is a type of problem of its own;
// for the rest the status is all there is to know (RFC 9457 §4.2.1).
func problemOf(err error, status int) problem {
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: "something went wrong on our side"}
	var refused *oauth.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &refused):
		p.Detail = web.Printable(refused.Description)
	case errors.As(err, &large):
		p.Detail = "the note is too large"
	}
	if refused != nil && refused.Check != nil {
		p.Type = problemType + refused.Check.ID
	}
	return p
}

const problemKey = "notes.problem"

// problems marks the errors of a route as problems. They are still written, and
// logged, where all errors are: by shared/web, which asks Echo to write its own
// words as JSON, and so asks the serializer below.
func problems(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if err != nil {
			c.Set(problemKey, err)
		}
		return err
	}
}

// writeProblems lets e write marked errors as problems.
func writeProblems(e *echo.Echo) { e.JSONSerializer = serializer{e.JSONSerializer} }

type serializer struct{ echo.JSONSerializer }

func (s serializer) Serialize(c echo.Context, v any, indent string) error {
	if err, marked := c.Get(problemKey).(error); marked {
		c.Response().Header().Set(echo.HeaderContentType, problemJSON)
		v = problemOf(err, c.Response().Status)
	}
	return s.JSONSerializer.Serialize(c, v, indent)
}

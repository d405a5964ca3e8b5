package record

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// refusal says why a request was refused. It is empty for a request that was not.
type refusal struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
	check       string // id of the check that refused
}

type entryKey struct{}

// withEntry returns a context in which Refusals finds the entry.
func withEntry(ctx context.Context, e *entry) context.Context {
	return context.WithValue(ctx, entryKey{}, e)
}

// Refusals adds to the record which check refused the request, and the error of a page, which has no JSON.
// It must be inside of the middleware that gives the request an oauth.About, and outside of the handlers.
func (l *Log) Refusals(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if e, recorded := c.Request().Context().Value(entryKey{}).(*entry); recorded {
			e.refusal = refusalOf(oauth.AboutOf(c.Request().Context()), err)
		}
		return err
	}
}

// refusalOf returns the error of a handler. If it wrote the response itself, such as a redirect with an
// error, it has only the last check that failed.
func refusalOf(about *oauth.About, err error) (why refusal) {
	var refused *oauth.Error
	if errors.As(err, &refused) {
		why = refusal{string(refused.Code), web.Describe(refused, true), refused.CheckID()}
	}
	if failed := about.Refused(); why.check == "" && len(failed) > 0 {
		why.check = failed[len(failed)-1]
	}
	return why
}

// sent returns why the request was refused, with the error of the response as it was sent: as JSON (RFC
// 6749 §5.2), by redirect (§4.1.2.1) or as a page.
func (e *entry) sent() refusal {
	why := refusal{check: e.refusal.check}
	if to, err := url.Parse(e.location); e.location != "" && err == nil {
		why.Code, why.Description = to.Query().Get("error"), to.Query().Get("error_description")
		return why
	}
	if json.Unmarshal(e.answer, &why) != nil {
		return e.refusal
	}
	return why
}

package authorize

import (
	"errors"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// parameters are those of one request. Empty ones count as left out (RFC 6749 §3.1).
type parameters struct {
	url.Values
	repeated *web.RepeatedError // nil if none is
}

// read takes the parameters of a GET from the query and those of a POST from the
// body (OIDC Core §3.1.2.1). Repeated ones are no error yet: whether the refusal
// may travel to the client depends on which they are.
func read(c echo.Context) (parameters, error) {
	values, err := web.Parameters(c, "resource") // RFC 8707 §2
	var repeated *web.RepeatedError
	if err != nil && !errors.As(err, &repeated) {
		return parameters{}, err
	}
	return parameters{Values: values, repeated: repeated}, nil
}

// repeats reports whether one of the named parameters is repeated.
func (p parameters) repeats(names ...string) bool {
	return p.repeated != nil && slices.ContainsFunc(names, p.repeated.Has)
}

// why is the cause for the log, nil if nothing is repeated.
func (p parameters) why() error {
	if p.repeated == nil {
		return nil
	}
	return p.repeated
}

// state returns the state to send to the client, or "" if it is too long or has several values.
func (p parameters) state() string {
	all := p.Values["state"]
	if len(all) == 0 || len(all[0]) > maxOpaque || slices.ContainsFunc(all, func(s string) bool { return s != all[0] }) {
		return ""
	}
	return all[0]
}

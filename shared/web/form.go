package web

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

const (
	maxParameters = 100       // parameters in one request
	maxValue      = 128 << 10 // bytes of one value, enough for a token to introspect; the body has its own limit
)

// RepeatedError is the error of Parameters, and the cause in the error of Form and Query, when a
// parameter is given more than once (RFC 6749 §3.1, §3.2).
type RepeatedError struct{ Names []string }

func (e *RepeatedError) Error() string {
	return "repeated parameters: " + Printable(strings.Join(e.Names, " "))
}

// Has reports whether the parameter with that name is repeated.
func (e *RepeatedError) Has(name string) bool { return slices.Contains(e.Names, name) }

// Form returns the parameters in an application/x-www-form-urlencoded POST body (RFC 6749 §3.2),
// and never those of the URL. Parameters without a value are left out (§3.1). A malformed body is
// refused by web.request.form, a body that is too large by web.request.size.
//
// A parameter may be repeated only if mayRepeat names it, such as resource (RFC 8707 §2). Any other
// that is repeated is refused by web.request.single. Form can be called several times for one request.
func Form(c echo.Context, mayRepeat ...string) (url.Values, error) {
	return single(c)(form(c, mayRepeat))
}

// Query returns the parameters of the URL, by the rules of Form.
func Query(c echo.Context, mayRepeat ...string) (url.Values, error) {
	return single(c)(query(c, mayRepeat))
}

// Parameters returns the parameters of a GET by the rules of Query, and those of a POST by the rules
// of Form. If a parameter is repeated, it returns the values with a RepeatedError that is not
// refused yet: the authorization endpoint may redirect some of these refusals and not others.
func Parameters(c echo.Context, mayRepeat ...string) (url.Values, error) {
	if c.Request().Method == http.MethodPost {
		return form(c, mayRepeat)
	}
	return query(c, mayRepeat)
}

// single refuses repeated parameters.
func single(c echo.Context) func(url.Values, error) (url.Values, error) {
	return func(values url.Values, err error) (url.Values, error) {
		var repeated *RepeatedError
		if errors.As(err, &repeated) {
			refused := RequestSingle.Fail(c.Request().Context(), repeated)
			refused.Description = "parameter " + Printable(repeated.Names[0]) + " is given more than once"
			return nil, refused
		}
		if err != nil {
			return nil, err
		}
		RequestForm.Pass(c.Request().Context())
		RequestSingle.Pass(c.Request().Context())
		return values, nil
	}
}

func form(c echo.Context, mayRepeat []string) (url.Values, error) {
	body, err := formBody(c)
	if err != nil {
		return nil, wellFormed(c, err)
	}
	values, err := parameters(body, "request body", mayRepeat)
	return values, wellFormed(c, err)
}

func query(c echo.Context, mayRepeat []string) (url.Values, error) {
	values, err := parameters(c.Request().URL.RawQuery, "query", mayRepeat)
	return values, wellFormed(c, err)
}

// malformed tells the sender what is wrong with the parameters.
type malformed string

func (m malformed) Error() string { return string(m) }

// wellFormed refuses parameters that are malformed, and lets all other errors pass.
func wellFormed(c echo.Context, err error) error {
	var bad malformed
	if errors.As(err, &bad) {
		refused := RequestForm.Fail(c.Request().Context(), err)
		refused.Description = string(bad)
		return refused
	}
	return err
}

// formBody reads the body and puts it back into the request, so that it can be called again.
func formBody(c echo.Context) (string, error) {
	r := c.Request()
	if r.Method != http.MethodPost {
		return "", malformed("parameters must come in the body of a POST")
	}
	if err := checkMediaType(r.Header); err != nil {
		return "", err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return "", RequestSize.Fail(r.Context(), err)
		}
		return "", fmt.Errorf("%w: %w", malformed("the request body could not be read"), err)
	}
	body := string(raw)
	r.Body = io.NopCloser(strings.NewReader(body))
	return body, nil
}

func checkMediaType(h http.Header) error {
	media, p, err := mime.ParseMediaType(h.Get(echo.HeaderContentType))
	charset, named := p["charset"]
	if err != nil || media != echo.MIMEApplicationForm || (named && !strings.EqualFold(charset, "utf-8")) || len(h.Values(echo.HeaderContentType)) > 1 {
		return malformed("the request body must be application/x-www-form-urlencoded in UTF-8")
	}
	if coding := h.Get(echo.HeaderContentEncoding); coding != "" && !strings.EqualFold(coding, "identity") {
		return malformed("the request body must not be compressed")
	}
	return nil
}

func parameters(raw, where string, mayRepeat []string) (url.Values, error) {
	if strings.Count(raw, "&") >= maxParameters {
		return nil, malformed("the " + where + " has too many parameters")
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, malformed("the " + where + " is not properly encoded") // err would quote the malformed parameter, which may be a secret
	}
	var repeated []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := checkParameter(name, values[name]); err != nil {
			return nil, err
		}
		if len(values[name]) > 1 && !slices.Contains(mayRepeat, name) {
			repeated = append(repeated, name)
		}
		values[name] = slices.DeleteFunc(values[name], func(v string) bool { return v == "" })
		if len(values[name]) == 0 {
			delete(values, name)
		}
	}
	if repeated != nil {
		return values, &RepeatedError{Names: repeated}
	}
	return values, nil
}

func checkParameter(name string, values []string) error {
	if err := checkText(name, name); err != nil {
		return err
	}
	for _, value := range values {
		if err := checkText(name, value); err != nil {
			return err
		}
	}
	return nil
}

// checkText checks the name or a value of the parameter with that name.
func checkText(name, text string) error {
	switch {
	case len(text) > maxValue:
		return malformed("parameter " + Printable(name) + " is too long")
	case strings.ContainsRune(text, 0) || !utf8.ValidString(text):
		return malformed("parameter " + Printable(name) + " is not text")
	}
	return nil
}

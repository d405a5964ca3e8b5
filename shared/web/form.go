package web

import (
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

	"quartet.example/shared/oauth"
)

const (
	maxParameters = 100       // parameters in one request
	maxValue      = 128 << 10 // bytes of one value, enough for a token to introspect; the body has its own limit
)

// RepeatedError is the cause in the error of Form and Query when a parameter is given more than
// once (RFC 6749 §3.1, §3.2).
type RepeatedError struct{ Names []string }

func (e *RepeatedError) Error() string {
	return "repeated parameters: " + Printable(strings.Join(e.Names, " "))
}

// Has reports whether the parameter with that name is repeated.
func (e *RepeatedError) Has(name string) bool { return slices.Contains(e.Names, name) }

// Form returns the parameters in an application/x-www-form-urlencoded POST body (RFC 6749 §3.2),
// and never those of the URL. Parameters without a value are left out (§3.1). A malformed body is
// refused with invalid_request, a body that is too large with status 413.
//
// A parameter may be repeated only if mayRepeat names it, such as resource (RFC 8707 §2).
// Otherwise Form returns the values together with an error whose cause is a RepeatedError. Form
// can be called several times for one request.
func Form(c echo.Context, mayRepeat ...string) (url.Values, error) {
	body, err := formBody(c)
	if err != nil {
		return nil, err
	}
	return parameters(body, "request body", mayRepeat)
}

// Query returns the parameters of the URL, by the rules of Form.
func Query(c echo.Context, mayRepeat ...string) (url.Values, error) {
	return parameters(c.Request().URL.RawQuery, "query", mayRepeat)
}

const bodyKey = "quartet.web.form"

// formBody reads the body once and keeps it for further calls.
func formBody(c echo.Context) (string, error) {
	if body, ok := c.Get(bodyKey).(string); ok {
		return body, nil
	}
	r := c.Request()
	if r.Method != http.MethodPost {
		return "", oauth.InvalidRequest.With("parameters must come in the body of a POST")
	}
	if err := checkMediaType(r.Header); err != nil {
		return "", err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		if refused := asOAuth(err); refused.Status() == http.StatusRequestEntityTooLarge {
			return "", refused
		}
		return "", oauth.InvalidRequest.With("the request body could not be read").Because(err)
	}
	c.Set(bodyKey, string(raw))
	return string(raw), nil
}

func checkMediaType(h http.Header) error {
	media, p, err := mime.ParseMediaType(h.Get(echo.HeaderContentType))
	charset, named := p["charset"]
	if err != nil || media != echo.MIMEApplicationForm || (named && !strings.EqualFold(charset, "utf-8")) || len(h.Values(echo.HeaderContentType)) > 1 {
		return oauth.InvalidRequest.With("the request body must be application/x-www-form-urlencoded in UTF-8").Because(err)
	}
	if coding := h.Get(echo.HeaderContentEncoding); coding != "" && !strings.EqualFold(coding, "identity") {
		return oauth.InvalidRequest.With("the request body must not be compressed")
	}
	return nil
}

func parameters(raw, where string, mayRepeat []string) (url.Values, error) {
	if strings.Count(raw, "&") >= maxParameters {
		return nil, oauth.InvalidRequest.With("the " + where + " has too many parameters")
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, oauth.InvalidRequest.With("the " + where + " is not properly encoded") // err would quote the malformed parameter, which may be a secret
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
		return values, oauth.InvalidRequest.With(fmt.Sprintf("parameter %s is given more than once", Printable(repeated[0]))).
			Because(&RepeatedError{Names: repeated})
	}
	return values, nil
}

func checkParameter(name string, values []string) error {
	for _, text := range append([]string{name}, values...) {
		switch {
		case len(text) > maxValue:
			return oauth.InvalidRequest.With("parameter " + Printable(name) + " is too long")
		case strings.ContainsRune(text, 0) || !utf8.ValidString(text):
			return oauth.InvalidRequest.With("parameter " + Printable(name) + " is not text")
		}
	}
	return nil
}

package fault

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
)

// refuse sends an error to the client by redirect or form (RFC 6749 §4.1.2.1), with state and iss (RFC
// 9207 §2). It takes response_type out of the request, so that the handler makes such a response: after
// it has checked client and redirect URI, so that a fault does not make the server an open redirector.
// Without a response_type it stores nothing. Then the error is replaced.
func (q *Queue) refuse(c echo.Context, next echo.HandlerFunc, s sighting, f controlapi.Fault) error {
	c.SetRequest(withoutResponseType(c.Request(), s))
	return q.finish(c, next, s, func(found *content) {
		if found.params != nil {
			found.params.Set("error", f.Error)
			found.params.Set("error_description", cmp.Or(f.Description, description))
			found.changed = true
		}
	})
}

// withoutResponseType returns the authorization request without response_type. A pushed request is
// replaced by the parameters that were pushed (RFC 9126 §4).
func withoutResponseType(r *http.Request, s sighting) *http.Request {
	params := s.params
	if s.pushed != nil {
		params = s.pushed
	}
	kept := url.Values{}
	for name, values := range params {
		if name != "response_type" {
			kept[name] = values
		}
	}
	clone := r.Clone(r.Context())
	if r.Method == http.MethodPost {
		body := kept.Encode()
		clone.Body, clone.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	} else {
		clone.URL.RawQuery = kept.Encode()
	}
	return clone
}

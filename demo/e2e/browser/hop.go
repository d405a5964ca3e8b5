package browser

import (
	"net/http"
	"net/url"
	"strings"
)

// Hop is one request of the browser and its answer.
type Hop struct {
	Method  string
	URL     *url.URL
	Request http.Header
	Form    string // body of the request
	Status  int
	Header  http.Header
	Body    string
}

// Seen is everything that the browser could see of an answer, and its address:
// what a token must not be in.
func (h Hop) Seen() string {
	var b strings.Builder
	b.WriteString(h.URL.String() + "\n")
	for name, values := range h.Header {
		b.WriteString(name + ": " + strings.Join(values, ", ") + "\n")
	}
	b.WriteString(h.Body)
	return b.String()
}

// Location is that of a redirect, nil for other answers.
func (h Hop) Location() *url.URL {
	raw := h.Header.Get("Location")
	if raw == "" {
		return nil
	}
	u, err := h.URL.Parse(raw)
	if err != nil {
		return nil
	}
	return u
}

// Cookies are those that the answer sets.
func (h Hop) Cookies() []*http.Cookie {
	return (&http.Response{Header: h.Header}).Cookies()
}

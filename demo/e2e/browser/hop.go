package browser

import (
	"net/http"
	"net/url"
	"strings"
)

// Hop is one request of the browser and its response.
type Hop struct {
	Method  string
	URL     *url.URL
	Request http.Header
	Form    string // body of the request
	Status  int
	Header  http.Header
	Body    string
}

// Seen returns everything in a message that the browser could see, including the address. Tokens
// must not be in it.
func (h Hop) Seen() string {
	var b strings.Builder
	b.WriteString(h.URL.String() + "\n")
	for name, values := range h.Header {
		b.WriteString(name + ": " + strings.Join(values, ", ") + "\n")
	}
	b.WriteString(h.Body)
	return b.String()
}

// Location returns the target of a redirect, or nil.
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

// Cookies returns the cookies that the response sets.
func (h Hop) Cookies() []*http.Cookie {
	return (&http.Response{Header: h.Header}).Cookies()
}

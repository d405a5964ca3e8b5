package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

type header struct {
	name  string
	value []string // shared by all responses, so it must not be changed
}

// setHeaders sets the headers of the list in h. The values are shared, not copied.
func setHeaders(h http.Header, list []header) {
	for _, one := range list {
		h[one.name] = one.value
	}
}

// securityHeaders has two lists. Most responses are data for programs, and a browser applies most
// security headers to documents only. A response with data should have at most eight headers: with the
// ninth its map grows, which costs as much CPU time as all other work of this package for a request.
type securityHeaders struct {
	data []header // of every response
	page []header // also of responses that are not data
}

// newSecurityHeaders returns the headers of all responses, errors included. hsts is the max-age of
// Strict-Transport-Security; 0 omits the header. Data has what the OWASP REST Security Cheat Sheet and
// the scanner ZAP require, without X-Frame-Options, because browsers ignore it if the policy has
// frame-ancestors (CSP Level 3, "Relation to X-Frame-Options").
func newSecurityHeaders(hsts time.Duration) securityHeaders {
	data := []header{
		{headerCSP, []string{dataCSP}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	}
	if hsts > 0 {
		// includeSubDomains is left out, because other hosts below this one may not support https
		// (RFC 6797 §6.1.2). A fraction of a second is rounded up: max-age=0 would make browsers
		// forget the policy (§6.1.1).
		data = append(data, header{"Strict-Transport-Security", []string{fmt.Sprintf("max-age=%d", int64((hsts+time.Second-1)/time.Second))}})
	}
	return securityHeaders{data, []header{
		{headerCSP, []string{pageCSP}},
		{"X-Frame-Options", []string{"DENY"}},
		{"Referrer-Policy", []string{"no-referrer"}}, // RFC 9700 §4.2.4
		{"X-Xss-Protection", []string{"0"}},          // turns off a filter of old browsers that itself caused vulnerabilities
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
	}}
}

// secure sets the headers of data. Just before the response is sent, when its content type is known,
// it adds those of a page unless the response is data. So no handler can send a page without them.
func (s *server) secure(c echo.Context) {
	response := c.Response()
	setHeaders(response.Header(), s.headers.data)
	response.Before(func() { s.headers.complete(response.Header()) })
}

// complete adds the headers of a page to h unless its content type is that of data. It keeps headers
// that a handler has set.
func (s securityHeaders) complete(h http.Header) {
	if isData(h[echo.HeaderContentType]) {
		return
	}
	for _, one := range s.page {
		if present := h.Get(one.name); present == "" || present == dataCSP {
			h[one.name] = one.value
		}
	}
}

// isData reports whether the content type is one of those with which the services send JSON and
// JWTs. Everything else counts as a page: other types, types with parameters, several, and none.
func isData(contentType []string) bool {
	if len(contentType) != 1 {
		return false
	}
	switch contentType[0] {
	case "application/json", "application/problem+json", "application/jwk-set+json", "application/jwt", "application/token-introspection+jwt":
		return true
	}
	return false
}

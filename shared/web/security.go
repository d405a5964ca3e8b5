package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// defaultCSP allows a page to load files from its own origin only, and to post to its own origin
// only. No site may show it in a frame (RFC 9700 §4.16). Chromium also applies form-action to
// redirects that follow a post: a page whose form leads to another origin, as login and consent
// do, must add that origin with CSP.
const defaultCSP = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const headerCSP = echo.HeaderContentSecurityPolicy

type header struct {
	name  string
	value []string // shared by all responses, so it must not be changed
}

// securityHeaders returns the headers of every response, errors included.
func securityHeaders(hsts time.Duration) []header {
	list := []header{
		{headerCSP, []string{defaultCSP}},
		{"X-Frame-Options", []string{"DENY"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"no-referrer"}}, // RFC 9700 §4.2.4
		{"X-Xss-Protection", []string{"0"}},          // turns off a filter of old browsers that itself caused vulnerabilities
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	}
	if hsts > 0 {
		// includeSubDomains is left out, because other hosts below this one may not support https
		// (RFC 6797 §6.1.2). A fraction of a second is rounded up: max-age=0 would make browsers
		// forget the policy (§6.1.1).
		list = append(list, header{"Strict-Transport-Security", []string{fmt.Sprintf("max-age=%d", int64((hsts+time.Second-1)/time.Second))}})
	}
	return list
}

func (s *server) secure(c echo.Context) {
	h := c.Response().Header()
	for _, one := range s.headers {
		h[one.name] = one.value
	}
}

// CSP adds to the Content-Security-Policy of this response. Each directive is a name and sources,
// which are added to the sources that the name already has:
//
//	web.CSP(c, "form-action "+origin)
//
// A directive with a semicolon, a comma or anything but printable ASCII is ignored. Otherwise an
// origin in a client's registration could add directives of its own.
func CSP(c echo.Context, directives ...string) {
	h := c.Response().Header()
	policy := h.Get(headerCSP)
	if policy == "" {
		policy = defaultCSP
	}
	parts := strings.Split(policy, "; ")
	for _, d := range directives {
		if fields := strings.Fields(d); len(fields) > 1 && isOneDirective(d) {
			parts = widen(parts, fields[0], fields[1:])
		}
	}
	h.Set(headerCSP, strings.Join(parts, "; "))
}

func isOneDirective(d string) bool {
	return !strings.ContainsFunc(d, func(r rune) bool { return r == ';' || r == ',' || r < ' ' || r > '~' })
}

func widen(parts []string, name string, sources []string) []string {
	for i, part := range parts {
		fields := strings.Fields(part)
		if fields[0] != name {
			continue
		}
		fields = slices.DeleteFunc(fields, func(f string) bool { return f == "'none'" })
		for _, source := range sources {
			if !slices.Contains(fields, source) {
				fields = append(fields, source)
			}
		}
		parts[i] = strings.Join(fields, " ")
		return parts
	}
	return append(parts, name+" "+strings.Join(sources, " "))
}

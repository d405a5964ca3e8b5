package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// defaultCSP lets a page use its own files and nothing else, be framed by
// nobody (RFC 9700 §4.16), and post to its own origin only. Chromium applies
// form-action to the redirect after a post too: a page whose form ends at
// another origin, as login and consent do, must name that origin with CSP.
const defaultCSP = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const headerCSP = echo.HeaderContentSecurityPolicy

type header struct {
	name  string
	value []string // shared by all answers, never changed
}

// securityHeaders are on every answer, errors included.
func securityHeaders(hsts time.Duration) []header {
	list := []header{
		{headerCSP, []string{defaultCSP}},
		{"X-Frame-Options", []string{"DENY"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"no-referrer"}}, // RFC 9700 §4.2.4
		{"X-Xss-Protection", []string{"0"}},          // the filter it used to turn on was itself a hole
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	}
	if hsts > 0 {
		// No includeSubDomains: other hosts below this one may not speak https, and are
		// not ours to decide about (RFC 6797 §6.1.2). A fraction counts as a second: 0 would
		// delete what the browser knows (§6.1.1).
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

// CSP widens the policy of this answer. Each directive is a name and sources,
// which are added to those that the name has already:
//
//	web.CSP(c, "form-action "+origin)
//
// A directive that could end itself and begin another (with a semicolon or a
// comma) or that is not one line of ASCII is ignored, so that an origin from a
// registration cannot change the rest of the policy.
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

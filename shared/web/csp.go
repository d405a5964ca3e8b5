package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

const headerCSP = echo.HeaderContentSecurityPolicy

const (
	// pageCSP allows a page to load files from its own origin only, and to post to its own origin
	// only. No site may show it in a frame (RFC 9700 §4.16). Chromium also applies form-action to
	// redirects that follow a post: a page whose form leads to another origin, as login and consent
	// do, must add that origin with CSP.
	pageCSP = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

	// dataCSP allows nothing, because data needs no styles, scripts or forms. No site may show it in
	// a frame.
	dataCSP = "default-src 'none'; frame-ancestors 'none'"
)

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
	if policy == "" || policy == dataCSP {
		policy = pageCSP
	}
	parts := strings.Split(policy, "; ")
	for _, d := range directives {
		if fields := strings.Fields(d); len(fields) > 1 && isOneDirective(d) {
			parts = widen(parts, fields[0], fields[1:])
		}
	}
	h.Set(headerCSP, strings.Join(parts, "; "))
}

// isOneDirective reports whether d can neither end its directive nor its header field.
func isOneDirective(d string) bool {
	return !strings.ContainsFunc(d, func(r rune) bool { return r == ';' || r == ',' || r < ' ' || r > '~' })
}

// widen adds sources to the directive with that name in a policy, of which parts are the directives.
// It adds the directive if the policy does not have it.
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

package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/localnet"
)

// LeadTo redirects a browser that opened a page under another name of this machine (127.0.0.1,
// localhost, another *.localhost name) to the same page at the configured URL, base. A cookie
// belongs to one host, so a sign-in that begins under one name cannot end under another. The
// redirect must therefore come before any cookie is set.
//
// It applies to GET requests for which isPage is true, at the port of base, and only if base is on
// this machine. All other requests are answered under any name.
func LeadTo(base string, isPage func(*http.Request) bool) echo.MiddlewareFunc {
	home, err := url.Parse(base)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if err != nil || !localnet.IsLoopback(home.Hostname()) {
			return next
		}
		return func(c echo.Context) error {
			r := c.Request()
			if r.Method != http.MethodGet || !isPage(r) || !isOtherName(r.Host, home) {
				return next(c)
			}
			to := *home // the target host comes from the configuration, never from the request
			to.Path, to.RawPath = home.Path+r.URL.Path, ""
			if r.URL.RawPath != "" {
				to.RawPath = home.EscapedPath() + r.URL.RawPath
			}
			to.RawQuery = r.URL.RawQuery
			SetNoStore(c)
			return c.Redirect(http.StatusSeeOther, to.String())
		}
	}
}

// isOtherName reports whether a Host header names this machine, at the port of home, by a name
// other than that of home. It ignores case, and the default port counts as equal to none (RFC 3986
// §6.2.2.1, §6.2.3); otherwise the redirect would lead to itself forever.
func isOtherName(host string, home *url.URL) bool {
	asked := &url.URL{Scheme: home.Scheme, Host: host}
	return !strings.EqualFold(asked.Hostname(), home.Hostname()) && port(asked) == port(home) && localnet.IsLoopback(asked.Hostname())
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

package ui

import (
	"net"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/web"
)

// whereTo names the place that a redirect leads to, so that a person can judge it.
func whereTo(uri string) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		return "an address that cannot be read"
	case u.Scheme != "http" && u.Scheme != "https":
		return "the app for " + u.Scheme + ": links on this device"
	case net.ParseIP(u.Hostname()).IsLoopback():
		return "a program on this computer (" + u.Host + ")"
	}
	return u.Host
}

// letFormEndAt widens form-action. Chromium applies it to the redirects after a
// form post too, so a page whose form ends at the client must name the client:
// the origin of the redirect URI, and that of its home page, to which many
// clients go on from there.
func letFormEndAt(c echo.Context, client *core.Client, redirectURI string) {
	sources := []string{source(redirectURI)}
	if client != nil {
		sources = append(sources, source(client.ClientURI))
	}
	for _, s := range sources {
		if s != "" {
			web.CSP(c, "form-action "+s)
		}
	}
}

// source is the CSP source of a URI (CSP Level 3 §2.3.1): the origin, or the
// scheme alone for private-use schemes and for IPv6 literals, which the grammar
// of host-source does not have.
func source(uri string) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil || u.Scheme == "":
		return ""
	case u.Scheme != "http" && u.Scheme != "https", strings.Contains(u.Host, "["):
		return u.Scheme + ":"
	}
	return u.Scheme + "://" + u.Host
}

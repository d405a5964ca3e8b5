package ui

import (
	"net"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/web"
)

// whereTo describes the target of a redirect in words, so that the user can judge it.
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

// letFormEndAt adds the client to form-action of the CSP. Chromium applies form-action also to the
// redirects after a form post, so a page whose form leads back to the client must allow it: the
// origin of the redirect URI, and that of the client's home page, to which many clients redirect
// next.
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

// source returns the CSP source of a URI (CSP Level 3 §2.3.1): the origin, or only the scheme for
// private-use schemes and for IPv6 literals, which the grammar of host-source does not allow.
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

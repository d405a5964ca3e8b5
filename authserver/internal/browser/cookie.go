package browser

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// The names of the cookies, with the default prefix.
const (
	BrowserCookie = "__Host-quartet-authserver-browser" // binds forms to the browser that asked for them
	SessionCookie = "__Host-quartet-authserver-session" // holds the handle of the session
)

// DefaultPrefix is the default start of the cookie names, after __Host-. Browsers send cookies to
// all ports of a host, so two authorization servers on one host need different prefixes (RFC 6265
// §8.5). Named sets the prefix.
const DefaultPrefix = "quartet-authserver-"

const prefixKey = "browser cookie prefix"

// Named is a middleware that sets the prefix of the cookie names.
func Named(prefix string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(prefixKey, prefix)
			return next(c)
		}
	}
}

// nameOf returns the name of a cookie with the prefix of this server.
func nameOf(c echo.Context, cookie string) string {
	if prefix, ok := c.Get(prefixKey).(string); ok {
		return "__Host-" + prefix + strings.TrimPrefix(cookie, "__Host-"+DefaultPrefix)
	}
	return cookie
}

// Hash returns the hash of the browser cookie, or "" if the browser sent none.
func Hash(c echo.Context) string {
	if value := cookie(c, BrowserCookie); value != "" {
		return oauth.Hash(value)
	}
	return ""
}

// EnsureBrowser returns the hash of the browser cookie. If the browser has none it sets one. An
// existing cookie is kept, because forms in other tabs are bound to it.
func EnsureBrowser(c echo.Context) string {
	if hash := Hash(c); hash != "" {
		return hash
	}
	value := oauth.NewSecret()
	setCookie(c, BrowserCookie, value, 0)
	return oauth.Hash(value)
}

// cookie returns the value of a cookie, or "" if it does not have the form of the values that this
// server sets.
func cookie(c echo.Context, name string) string {
	found, err := c.Request().Cookie(nameOf(c, name))
	if err != nil {
		return ""
	}
	secret, user, hasUser := strings.Cut(found.Value, ".") // only a session handle names a user: core.NewHandle
	if !isHash(secret) || hasUser != (name == SessionCookie) || hasUser && !isHash(user) {
		return ""
	}
	return found.Value
}

// isHash reports whether s has the form of oauth.Hash and of oauth.NewSecret.
func isHash(s string) bool { return len(s) == len(oauth.Hash("")) && oauth.IsS256Challenge(s) }

// setCookie sets a cookie for the given time, or for 0 until the browser closes.
func setCookie(c echo.Context, name, value string, lasts time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: nameOf(c, name), Value: value, Path: "/", MaxAge: int(lasts / time.Second),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// expireCookie deletes a cookie. Its attributes must be those with which it was set.
func expireCookie(c echo.Context, name string) {
	c.SetCookie(&http.Cookie{Name: nameOf(c, name), Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

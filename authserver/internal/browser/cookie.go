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

// DefaultPrefix is what the names of the cookies begin with, after __Host-. Cookies
// know no port, so two authorization servers on one host need different prefixes
// (RFC 6265 §8.5); each server names its own with Named.
const DefaultPrefix = "quartet-authserver-"

const prefixKey = "browser cookie prefix"

// Named is a middleware that gives the cookies of a server that prefix.
func Named(prefix string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(prefixKey, prefix)
			return next(c)
		}
	}
}

// nameOf is the name of a cookie of this server.
func nameOf(c echo.Context, cookie string) string {
	if prefix, ok := c.Get(prefixKey).(string); ok {
		return "__Host-" + prefix + strings.TrimPrefix(cookie, "__Host-"+DefaultPrefix)
	}
	return cookie
}

// Hash is the hash of the browser's cookie, "" if it sent none.
func Hash(c echo.Context) string {
	if value := cookie(c, BrowserCookie); value != "" {
		return oauth.Hash(value)
	}
	return ""
}

// EnsureBrowser is Hash, after giving the browser a cookie if it had
// none. One that it has stays: it binds the forms of other tabs.
func EnsureBrowser(c echo.Context) string {
	if hash := Hash(c); hash != "" {
		return hash
	}
	value := oauth.NewSecret()
	setCookie(c, BrowserCookie, value, 0)
	return oauth.Hash(value)
}

// cookie gives the value if it has the form that we give out, else "".
func cookie(c echo.Context, name string) string {
	found, err := c.Request().Cookie(nameOf(c, name))
	if err != nil || len(found.Value) != len(oauth.Hash("")) || !oauth.IsS256Challenge(found.Value) {
		return ""
	}
	return found.Value
}

// setCookie sets a cookie until the browser closes, or for the time given.
func setCookie(c echo.Context, name, value string, lasts time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: nameOf(c, name), Value: value, Path: "/", MaxAge: int(lasts / time.Second),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// expireCookie takes it away, with the attributes that it was set with.
func expireCookie(c echo.Context, name string) {
	c.SetCookie(&http.Cookie{Name: nameOf(c, name), Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

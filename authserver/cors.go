package authserver

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"quartet.example/authserver/internal/discovery"
	"quartet.example/shared/dpop"
)

// readableElsewhere are the endpoints that scripts of other origins may call:
// none of them looks at a cookie. Never /authorize (RFC 9700 §2.6).
func readableElsewhere() []string {
	return []string{discovery.OAuthPath, discovery.OpenIDPath, discovery.FeedPath, "/jwks", "/token", "/revoke", "/par", "/device_authorization", "/userinfo"}
}

// forPrograms tells whether an address is never opened by a person: its errors are
// JSON whatever Accept says (RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 7662 §2.3).
func forPrograms(r *http.Request) bool {
	switch r.URL.Path {
	case "/introspect", "/security_events":
		return true
	}
	return slices.Contains(readableElsewhere(), r.URL.Path)
}

// openToOrigins answers CORS for the endpoints of readableElsewhere, without
// credentials. It compares the path of the request, because it runs before the
// router does.
func openToOrigins() echo.MiddlewareFunc {
	open := readableElsewhere()
	return middleware.CORSWithConfig(middleware.CORSConfig{
		Skipper:       func(c echo.Context) bool { return !slices.Contains(open, c.Request().URL.Path) },
		AllowOrigins:  []string{"*"},
		AllowMethods:  []string{http.MethodGet, http.MethodPost},
		AllowHeaders:  []string{echo.HeaderAuthorization, echo.HeaderContentType, dpop.Header},
		ExposeHeaders: []string{dpop.NonceHeader, echo.HeaderWWWAuthenticate, echo.HeaderRetryAfter}, // RFC 9449 §8.2
		MaxAge:        600,
	})
}

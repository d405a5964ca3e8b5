package authserver

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"quartet.example/authserver/internal/discovery"
	"quartet.example/shared/dpop"
)

// readableElsewhere lists the endpoints that scripts of other origins may call. None of them reads
// a cookie. The authorization endpoint must not be among them (RFC 9700 §2.6).
func readableElsewhere() []string {
	return []string{discovery.OAuthPath, discovery.OpenIDPath, discovery.FeedPath, "/jwks", "/token", "/revoke", "/par", "/device_authorization", "/userinfo"}
}

// forPrograms tells whether only programs, not people, send requests to this address. Its errors
// are JSON whatever the Accept header says (RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 7662 §2.3).
func forPrograms(r *http.Request) bool {
	switch r.URL.Path {
	case "/introspect", "/security_events":
		return true
	}
	return slices.Contains(readableElsewhere(), r.URL.Path)
}

// openToOrigins adds the CORS headers for the endpoints of readableElsewhere, without credentials.
// It runs before the router, so it compares the path of the request.
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

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
	return []string{discovery.OAuthPath, discovery.OpenIDPath, "/jwks", "/token", "/par", "/device_authorization", "/userinfo"}
}

// openToOrigins answers CORS for those endpoints, without credentials.
func openToOrigins() echo.MiddlewareFunc {
	open := readableElsewhere()
	return middleware.CORSWithConfig(middleware.CORSConfig{
		Skipper:       func(c echo.Context) bool { return !slices.Contains(open, c.Request().URL.Path) },
		AllowOrigins:  []string{"*"},
		AllowMethods:  []string{http.MethodGet, http.MethodPost},
		AllowHeaders:  []string{echo.HeaderAuthorization, echo.HeaderContentType, dpop.Header},
		ExposeHeaders: []string{dpop.NonceHeader, echo.HeaderWWWAuthenticate}, // RFC 9449 §8.2
		MaxAge:        600,
	})
}

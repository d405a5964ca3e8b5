package login

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"quartet.example/client/internal/checks"
)

const burst = 10 // times the rate

// Limit bounds how fast one address starts logins: each leaves a record.
func Limit(perSecond float64) echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(perSecond), Burst: max(1, int(perSecond*burst)), ExpiresIn: time.Minute,
	})
	deny := func(c echo.Context, _ string, err error) error {
		return checks.LoginRate.Fail(c.Request().Context(), err).WithStatus(429).After(time.Second)
	}
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store:               store,
		IdentifierExtractor: func(c echo.Context) (string, error) { return c.RealIP(), nil },
		DenyHandler:         deny,
		ErrorHandler:        func(_ echo.Context, err error) error { return err },
	})
}

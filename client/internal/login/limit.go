package login

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"quartet.example/client/internal/checks"
	"quartet.example/shared/addressgroup"
)

const burst = 10 // times the rate

// Limit bounds how many logins one address starts per second, in bursts of ten times
// that. Each login leaves a record in Redis. One host can use every address of its
// IPv6 /64, so such a network counts as one address. All routes that start a login
// must share one Limit: each call makes a new count.
func Limit(perSecond float64) echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(perSecond), Burst: max(1, int(perSecond*burst)), ExpiresIn: time.Minute,
	})
	deny := func(c echo.Context, _ string, err error) error {
		return checks.LoginRate.Fail(c.Request().Context(), err).WithStatus(429).After(time.Second)
	}
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store:               store,
		IdentifierExtractor: func(c echo.Context) (string, error) { return addressgroup.Of(c.RealIP()), nil },
		DenyHandler:         deny,
		ErrorHandler:        func(_ echo.Context, err error) error { return err },
	})
}

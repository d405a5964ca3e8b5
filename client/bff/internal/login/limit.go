package login

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/shared/addressgroup"
)

const burst = 10 // times the rate

// Limit limits how many logins one address may start per second, with bursts of ten times
// that number, because each login stores a record in Redis. One host can use every address
// of its IPv6 /64, so a /64 counts as one address. All routes that start a login must share
// one Limit, because each call of Limit starts a new count.
func Limit(perSecond float64) echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(perSecond), Burst: max(1, int(perSecond*burst)), ExpiresIn: time.Minute,
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx := c.Request().Context()
			allowed, err := store.Allow(addressgroup.Of(c.RealIP()))
			if err != nil {
				return err
			}
			if !allowed {
				return checks.LoginRate.Fail(ctx, nil).After(time.Second)
			}
			return next(c)
		}
	}
}

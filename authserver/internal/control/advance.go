package control

import (
	"context"
	"errors"
	"time"
)

var errNoClock = errors.New("the clock of this server cannot be moved: authserver.New was given no Deps.Clock")

// Advance moves the clock of all services that share the Redis of this server, and the TTLs in that
// Redis, by d, rounded up to a whole second. It returns the new time. It returns democlock.ErrRange if d
// is not positive or over 30 days.
func (c *Control) Advance(ctx context.Context, d time.Duration) (time.Time, error) {
	if c.Clock == nil {
		return c.Now(), errNoClock
	}
	err := c.Clock.Forward(ctx, d)
	return c.Now(), err
}

package storetest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is moved. It is safe for
// concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock makes a Clock that stands at a round time in UTC. For a test with a
// Redis there is New, Redis or Moving: the clock of Redis must move with it.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)}
}

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Forward moves the clock.
func (c *Clock) Forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// At sets the clock, for example to the instant at which something expires.
func (c *Clock) At(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

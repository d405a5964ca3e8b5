package storetest

import (
	"sync"
	"time"
)

// Clock is a clock that only the test moves. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a Clock at a fixed time in UTC. For a test with Redis use New, Redis or Moving,
// which move the clock of Redis too.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)}
}

// Now returns the time of the clock.
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

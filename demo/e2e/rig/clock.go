package rig

import (
	"sync/atomic"
	"time"
)

// Clock is the clock of all services. It runs, and can be moved forward.
type Clock struct{ ahead atomic.Int64 }

// Now returns the time.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Forward moves the clock, so that codes, tokens and sessions expire.
func (c *Clock) Forward(d time.Duration) { c.ahead.Add(int64(d)) }

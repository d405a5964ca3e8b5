package rig

import (
	"sync/atomic"
	"time"
)

// Clock is the time of all services. It runs, and it can be moved ahead.
type Clock struct{ ahead atomic.Int64 }

// Now is the time.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Forward moves the clock: codes, tokens and sessions expire.
func (c *Clock) Forward(d time.Duration) { c.ahead.Add(int64(d)) }

package core

import (
	"maps"
	"sync"
)

// Counter counts events by name, for metrics. It is safe for concurrent use.
type Counter struct {
	mu sync.Mutex
	n  map[string]uint64
}

// NewCounter returns a counter that has all of names, at 0.
func NewCounter(names ...string) *Counter {
	c := &Counter{n: map[string]uint64{}}
	for _, name := range names {
		c.n[name] = 0
	}
	return c
}

// Add counts one event. A nil Counter counts nothing.
func (c *Counter) Add(name string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[name]++
}

// All returns what was counted so far.
func (c *Counter) All() map[string]uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.n)
}

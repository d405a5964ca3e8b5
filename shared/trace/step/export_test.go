package step

import "time"

// NewGate returns a gate that is not connected to Redis.
func NewGate(now func() time.Time) *Gate { return newGate(now) }

// Set is set.
func (g *Gate) Set(m Mode, why Reason) { g.set(m, why) }

// Waiting returns the number of messages that are held.
func (g *Gate) Waiting() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.held)
}

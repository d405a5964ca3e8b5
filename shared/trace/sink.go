package trace

import (
	"context"
	"strconv"
	"sync"
)

// Sink receives events. Emit must not block, because a request would wait for it. A sink may keep a
// Draft, whose secrets are not masked, in memory only, and must limit how much it keeps. What it
// writes is the Event of the draft.
type Sink interface {
	Emit(Draft)
	Close(context.Context) error
}

// Memory is a Sink for tests, which masks events at once and keeps all of them. The zero value is
// ready to use.
type Memory struct {
	mu     sync.Mutex
	events []Event
}

// MemorySink returns an empty Memory.
func MemorySink() *Memory { return &Memory{} }

// Emit keeps the event of d and sets its ID, in the form of a Redis stream.
func (m *Memory) Emit(d Draft) {
	e := d.Event()
	m.mu.Lock()
	defer m.mu.Unlock()
	e.ID = strconv.Itoa(len(m.events)+1) + "-0"
	m.events = append(m.events, e)
}

// Close does nothing.
func (m *Memory) Close(context.Context) error { return nil }

// Events returns a copy of all events so far.
func (m *Memory) Events() []Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Event(nil), m.events...)
}

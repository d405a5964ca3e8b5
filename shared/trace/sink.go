package trace

import (
	"context"
	"strconv"
	"sync"
)

// Sink receives events. Emit must not block, because a request would wait for it.
type Sink interface {
	Emit(Event)
	Close(context.Context) error
}

// Memory is a Sink for tests, which keeps all events. The zero value is ready to use.
type Memory struct {
	mu     sync.Mutex
	events []Event
}

// MemorySink returns an empty Memory.
func MemorySink() *Memory { return &Memory{} }

// Emit keeps e and sets its ID, in the form of a Redis stream.
func (m *Memory) Emit(e Event) {
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

package trace

import (
	"context"
	"strconv"
	"sync"
)

// Sink takes events. Emit must not block and must not keep a request waiting.
type Sink interface {
	Emit(Event)
	Close(context.Context) error
}

// Memory keeps events for tests. Its zero value is ready.
type Memory struct {
	mu     sync.Mutex
	events []Event
}

// MemorySink returns an empty Memory.
func MemorySink() *Memory { return &Memory{} }

// Emit keeps e and numbers it as a stream would.
func (m *Memory) Emit(e Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e.ID = strconv.Itoa(len(m.events)+1) + "-0"
	m.events = append(m.events, e)
}

// Close does nothing.
func (m *Memory) Close(context.Context) error { return nil }

// Events returns a copy of what was emitted.
func (m *Memory) Events() []Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Event(nil), m.events...)
}

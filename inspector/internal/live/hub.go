package live

import (
	"sync"

	"quartet.example/inspector/internal/flow"
)

// waiting is how far a listener may fall behind before it is let go: it comes
// back by itself, with its Last-Event-ID.
const waiting = 512

// Hub hands each change to every listener. The zero value is ready.
type Hub struct {
	mu        sync.Mutex
	listeners map[chan *flow.Hop]struct{}
}

// Tell announces a change.
func (h *Hub) Tell(hop *flow.Hop) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		select {
		case l <- hop:
		default:
			delete(h.listeners, l)
			close(l)
		}
	}
}

// Listen returns a channel of changes, closed if the listener is too slow, and
// what ends it.
func (h *Hub) Listen() (changes <-chan *flow.Hop, stop func()) {
	l := make(chan *flow.Hop, waiting)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners == nil {
		h.listeners = map[chan *flow.Hop]struct{}{}
	}
	h.listeners[l] = struct{}{}
	return l, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners, l)
	}
}

package live

import (
	"sync"

	"quartet.example/inspector/flow"
)

// waiting is the number of changes that may wait for a listener. A slower one is disconnected; its
// browser reconnects with Last-Event-ID and misses nothing.
const waiting = 512

// Hub passes each change to every listener. The zero value is ready to use.
type Hub struct {
	mu        sync.Mutex
	listeners map[chan *flow.Hop]struct{}
}

// Tell passes a change to every listener. It disconnects listeners that are too slow.
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

// Listen returns a channel of changes and a function that stops them. The channel is closed if the
// listener is too slow.
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

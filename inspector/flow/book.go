package flow

import (
	"slices"
	"sync"

	"quartet.example/shared/trace"
)

// Book keeps the latest messages in memory. It is safe for concurrent use.
type Book struct {
	limit int

	mu    sync.RWMutex
	order []*Hop
	hops  map[string]*Hop // key: trace and span
	lost  uint64
	away  bool
}

// NewBook returns a Book that keeps up to limit messages.
func NewBook(limit int) *Book { return &Book{limit: limit, hops: map[string]*Hop{}} }

// Add adds an event and returns a copy of the message that it belongs to. It returns nil for a
// note about the recording.
func (b *Book) Add(e trace.Event) *Hop {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost += e.Lost
	if e.Kind == trace.Note || e.Span == "" {
		return nil
	}
	key := keyOf(e)
	h, ok := b.hops[key]
	if !ok {
		h = &Hop{}
		b.hops[key], b.order = h, append(b.order, h)
	}
	h.take(e)
	b.forget()
	copied := *h
	return &copied
}

// keyOf returns what the two events of one message have in common. Programs of this machine send the messages
// of labs, so these are never events of a message of the services.
func keyOf(e trace.Event) string { return traceOf(e) + e.Span }

// traceOf returns the trace of a message. Each run of a lab has traces of its own.
func traceOf(e trace.Event) string {
	if e.Lab != nil {
		return "lab " + e.Lab.Run + " " + e.Trace
	}
	return e.Trace
}

// forget drops the oldest messages beyond the limit.
func (b *Book) forget() {
	for len(b.order) > b.limit {
		oldest := b.order[0]
		delete(b.hops, keyOf(oldest.Event))
		b.order = b.order[1:]
	}
}

// Flows returns all messages grouped by flow, latest flow first.
func (b *Book) Flows() []Flow { return flowsOf(b.Hops()) }

// Hops returns copies of all messages, oldest first.
func (b *Book) Hops() []*Hop {
	b.mu.RLock()
	defer b.mu.RUnlock()
	hops := make([]*Hop, len(b.order))
	for i, h := range b.order {
		copied := *h
		hops[i] = &copied
	}
	return hops
}

// Find returns the message with this id and its flow. It returns false if there is none.
func (b *Book) Find(id string) (*Hop, Flow, bool) {
	for _, f := range b.Flows() {
		for _, h := range f.Hops {
			if h.First == id {
				return h, f, true
			}
		}
	}
	return nil, Flow{}, false
}

// FindSpan returns a copy of the message with these W3C Trace Context ids. It returns false if there
// is none.
func (b *Book) FindSpan(trace, span string) (*Hop, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	h, ok := b.hops[trace+span]
	if !ok {
		return nil, false
	}
	copied := *h
	return &copied, true
}

// FindFlow returns the flow with this id, or else the flow with the message of this id: a flow gets
// another id when a message arrives that was sent before its first one. It returns false if there is
// none.
func (b *Book) FindFlow(id string) (Flow, bool) {
	flows := b.Flows()
	if i := slices.IndexFunc(flows, func(f Flow) bool { return f.ID == id }); i >= 0 {
		return flows[i], true
	}
	_, f, ok := b.Find(id)
	return f, ok
}

// Since returns the messages that changed after the event with this id, ordered by their latest
// events. So a listener that disconnects in between can resume at the last id that it received.
func (b *Book) Since(id string) []*Hop {
	var changed []*Hop
	for _, h := range b.Hops() {
		if After(h.Last, id) {
			changed = append(changed, h)
		}
	}
	slices.SortFunc(changed, func(a, b *Hop) int { return compareID(a.Last, b.Last) })
	return changed
}

// Held returns the messages that step mode holds, the one that has waited longest first.
func (b *Book) Held() []*Hop {
	held := slices.DeleteFunc(b.Hops(), func(h *Hop) bool { return !h.Held })
	slices.SortStableFunc(held, func(a, b *Hop) int { return compareID(a.Last, b.Last) })
	return held
}

// Release notes that the message with this id is released, before its service has recorded that.
func (b *Book) Release(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, h := range b.order {
		if h.First == id {
			h.Held = false
		}
	}
}

// Clear deletes all messages.
func (b *Book) Clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.order, b.hops, b.lost = nil, map[string]*Hop{}, 0
}

// Lost returns the number of events that the recorders dropped.
func (b *Book) Lost() uint64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.lost
}

// SetAway sets whether the stream can currently not be read.
func (b *Book) SetAway(away bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.away = away
}

// Away reports whether the stream can currently not be read.
func (b *Book) Away() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.away
}

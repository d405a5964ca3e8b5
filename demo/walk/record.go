package walk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

const (
	lookAgain = 10 * time.Millisecond // the recorders write after 20 ms
	giveUp    = 10 * time.Second      // then the services do not record
)

var services = []string{trace.Client, trace.AuthServer, trace.ResourceServer}

// recorded waits until the message that was sent last is recorded by its receiver too, adds it and the
// messages that were sent because of it, and returns it.
func (w *walker) recorded(ctx context.Context, raw Raw) (*flow.Hop, error) {
	own := w.own()
	theirs, err := w.theirs(ctx, own)
	if err != nil {
		return nil, err
	}
	h := w.joined(own, theirs)
	w.add(h, raw)
	w.addCaused(h, theirs)
	return w.hops[slices.Index(w.hops, h)], nil
}

// own returns the latest message of this program that is answered.
func (w *walker) own() *flow.Hop {
	book := flow.NewBook(maxEvents)
	for _, e := range w.memory.Events() {
		book.Add(e)
	}
	hops := book.Hops()
	for _, h := range slices.Backward(hops) {
		if h.Done() && !w.seen[h.Span] {
			return h
		}
	}
	return hops[len(hops)-1]
}

// theirs returns the messages of the trace that the services recorded, when they have recorded own. A
// message to another program than a service is not among them.
func (w *walker) theirs(ctx context.Context, own *flow.Hop) ([]*flow.Hop, error) {
	if w.target.Recording == nil || w.blind || own.Received != nil {
		return nil, nil
	}
	for deadline := time.Now().Add(giveUp); ; {
		hops, err := w.target.Recording(ctx, w.trace)
		if err != nil {
			return nil, fmt.Errorf("read the recording: %w", err)
		}
		if isComplete(hops, own.Span) {
			return hops, nil
		}
		if time.Now().After(deadline) {
			w.blind = true
			return nil, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

// isComplete reports whether the receiver of a message has recorded it, and the same of each message between the
// services that it caused: sender and receiver write at different times, and only the receiver knows the checks.
func isComplete(hops []*flow.Hop, span string) bool {
	found := false
	for _, h := range hops {
		switch {
		case h.Span == span:
			found = h.Done()
		case h.Parent == span && (slices.Contains(services, h.To) && h.Received == nil || !isComplete(hops, h.Span)):
			return false
		}
	}
	return found
}

// joined returns the message as its receiver recorded it, because that has the checks, with the time and
// the fingerprints of this program. Without such a record it is the message as it was sent.
func (w *walker) joined(own *flow.Hop, theirs []*flow.Hop) *flow.Hop {
	i := slices.IndexFunc(theirs, func(h *flow.Hop) bool { return h.Span == own.Span })
	if i < 0 {
		return own
	}
	e := theirs[i].Event
	w.learn(own.Event, e)
	e = w.translated(e)
	e.Time, e.Duration, e.From, e.Channel = own.Time, own.Duration, own.From, own.Channel
	return hopOf(e, own.Began)
}

// addReceived adds the authorization response that a real browser brought to the redirect URI.
func (w *walker) addReceived() {
	h := w.own()
	h.Trace = w.trace
	e := h.Event
	h.Received = &e
	w.add(h, Raw{})
}

// addCaused adds the messages that a service sent while it answered h.
func (w *walker) addCaused(h *flow.Hop, theirs []*flow.Hop) {
	for _, caused := range theirs {
		if caused.Parent != h.Span || w.seen[caused.Span] || !caused.Done() {
			continue
		}
		e := w.translated(caused.Event)
		e.Time = h.Began.Add(time.Duration(e.Duration) * time.Microsecond) // the clock of the services may be ahead
		child := hopOf(e, h.Began)
		w.add(child, Raw{})
		w.addCaused(child, theirs)
	}
}

func hopOf(e trace.Event, began time.Time) *flow.Hop {
	e.Side = trace.Receiver
	return &flow.Hop{Event: e, Began: began, Received: &e}
}

// add gives a message its number, and reports it.
func (w *walker) add(h *flow.Hop, raw Raw) {
	w.seen[h.Span] = true
	h.N = len(w.hops) + 1
	id := fmt.Sprintf("%d-0", h.N)
	h.First, h.Last, h.ID = id, id, id
	w.hops = append(w.hops, h)
	if w.options.Each != nil {
		w.options.Each(h, raw)
	}
}

// flow returns what was recorded.
func (w *walker) flow() flow.Flow {
	f := flow.Flow{Hops: w.hops}
	if len(w.hops) > 0 {
		f.ID = w.hops[0].First
	}
	for _, h := range w.hops {
		h.Flow = f.ID
	}
	return f
}

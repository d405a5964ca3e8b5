package trace

import (
	"context"
	_ "embed"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	streamField = "e" // the same name as in lua/append.lua
	keptEvents  = 20_000
	batch       = 128 // events of one round trip
	writeDelay  = 20 * time.Millisecond
)

// A script and not a pipeline: both take one round trip, but the embedded Redis is connected
// through net.Pipe, where a pipeline of more than 4 KiB would block.
//
//go:embed lua/append.lua
var appendSource string

var appendEvents = redis.NewScript(appendSource)

// run writes the queue until Close is called, and then what is left in it.
func (s *queue) run() {
	defer close(s.closed)
	var events encoder
	for s.ctx.Err() == nil {
		select {
		case d := <-s.drafts:
			s.waitForMore()
			s.write(&events, d)
		case <-s.closing:
			s.drain(&events)
			return
		}
	}
}

// waitForMore waits for writeDelay, in which most requests that have begun are answered. Otherwise the
// work on the first event of a request would slow down the request itself, and each event would need a
// round trip. It does not wait if there are enough events for a round trip, or if the sink closes.
func (s *queue) waitForMore() {
	if len(s.drafts) >= batch {
		return
	}
	select {
	case <-time.After(writeDelay):
	case <-s.closing:
	}
}

// drain writes what is queued, until the queue is empty or the context of Close ends.
func (s *queue) drain(events *encoder) {
	for s.ctx.Err() == nil {
		select {
		case d := <-s.drafts:
			s.write(events, d)
		default:
			return
		}
	}
}

// write masks first and further drafts of the queue, as many as one round trip takes, and sends them.
func (s *queue) write(events *encoder, first Draft) {
	events.reset()
	s.encode(events, first)
	for more := true; more && events.hasRoom(); {
		select {
		case d := <-s.drafts:
			s.encode(events, d)
		default:
			more = false
		}
	}
	s.send(events)
}

// encode masks d and adds its event. A panic of the masking must not end the service: the event counts
// as dropped. The value of the panic may contain a secret, so it is not logged.
func (s *queue) encode(events *encoder, d Draft) {
	defer s.held.Add(-int64(d.size))
	defer func() {
		if recover() != nil {
			s.lost.Add(1)
		}
	}()
	events.add(d.Event())
}

// send delivers the events. If events were dropped before, it adds a note that says how many. Events
// that are not taken within 3 seconds are counted as dropped.
func (s *queue) send(events *encoder) {
	if events.len() == 0 { // the masking of all of them panicked
		return
	}
	sent, lost := uint64(events.len()), s.lost.Swap(0)
	if lost > 0 {
		events.add(Event{V: Version, Time: events.last.Time, Service: events.last.Service, Kind: Note, Lost: lost})
	}
	ctx, cancel := context.WithTimeout(s.ctx, 3*time.Second)
	defer cancel()
	if err := s.deliver(ctx, events); err != nil {
		s.lost.Add(lost + sent)
	}
}

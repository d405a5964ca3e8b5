package trace

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Drafts wait in memory, at most maxQueued of them with maxHeld bytes.
const (
	maxQueued = 1024
	maxHeld   = 8 << 20
)

// queue is a Sink that masks events and delivers them in the background.
type queue struct {
	deliver func(context.Context, *encoder) error // writes the events of one round trip
	drafts  chan Draft
	held    atomic.Int64  // bytes of the drafts that are not encoded yet
	lost    atomic.Uint64 // dropped events that no note counts yet
	closing chan struct{} // closed when Close is called
	closed  chan struct{} // closed when the goroutine has ended
	once    sync.Once
	ctx     context.Context
	cancel  context.CancelFunc
}

// newQueue starts the goroutine, which Close ends.
func newQueue(deliver func(context.Context, *encoder) error) *queue {
	ctx, cancel := context.WithCancel(context.Background())
	s := &queue{
		deliver: deliver, drafts: make(chan Draft, maxQueued),
		closing: make(chan struct{}), closed: make(chan struct{}), ctx: ctx, cancel: cancel,
	}
	go s.run()
	return s
}

// Emit queues d, or drops and counts it if the queue is full or closed. It never blocks.
func (s *queue) Emit(d Draft) {
	if !s.offer(d) {
		s.lost.Add(1)
	}
}

// offer reports whether d was queued.
func (s *queue) offer(d Draft) bool {
	select {
	case <-s.closing:
		return false
	default:
	}
	if s.held.Add(int64(d.size)) <= maxHeld {
		select {
		case s.drafts <- d:
			return true
		default:
		}
	}
	s.held.Add(-int64(d.size))
	return false
}

// Lost returns the number of dropped events that no note counts yet.
func (s *queue) Lost() uint64 { return s.lost.Load() }

// Close writes the queued events and ends the goroutine. If ctx ends first, it drops the others and
// returns an error.
func (s *queue) Close(ctx context.Context) error {
	s.once.Do(func() { close(s.closing) })
	defer s.cancel()
	select {
	case <-s.closed:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("trace: %d events not written: %w", len(s.drafts), ctx.Err())
	}
}

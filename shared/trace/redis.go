package trace

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// Stream is the Redis key of the events.
const Stream = "trace"

// Drafts wait in memory, at most maxQueued of them with maxHeld bytes.
const (
	maxQueued = 1024
	maxHeld   = 8 << 20
)

// Redis is a Sink that masks events and writes them to a Redis stream, in the background. Requests
// never wait for it: if the queue is full, because Redis is slow or cannot be reached, further drafts
// are dropped and counted, and a note in the stream says how many.
type Redis struct {
	client  redis.UniversalClient
	queue   chan Draft
	held    atomic.Int64  // bytes of the drafts that are not encoded yet
	lost    atomic.Uint64 // dropped events that no note counts yet
	closing chan struct{} // closed when Close is called
	closed  chan struct{} // closed when the goroutine has ended
	once    sync.Once
	ctx     context.Context
	cancel  context.CancelFunc
}

// RedisSink returns a Redis sink and starts its goroutine, which Close ends.
func RedisSink(client redis.UniversalClient) *Redis {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Redis{
		client: client, queue: make(chan Draft, maxQueued),
		closing: make(chan struct{}), closed: make(chan struct{}), ctx: ctx, cancel: cancel,
	}
	go s.run()
	return s
}

// Emit queues d, or drops and counts it if the queue is full or closed. It never blocks.
func (s *Redis) Emit(d Draft) {
	if !s.offer(d) {
		s.lost.Add(1)
	}
}

// offer reports whether d was queued.
func (s *Redis) offer(d Draft) bool {
	select {
	case <-s.closing:
		return false
	default:
	}
	if s.held.Add(int64(d.size)) <= maxHeld {
		select {
		case s.queue <- d:
			return true
		default:
		}
	}
	s.held.Add(-int64(d.size))
	return false
}

// Lost returns the number of dropped events that are not yet noted in the stream.
func (s *Redis) Lost() uint64 { return s.lost.Load() }

// Close writes the queued events and ends the goroutine. If ctx ends first, it drops the others and
// returns an error.
func (s *Redis) Close(ctx context.Context) error {
	s.once.Do(func() { close(s.closing) })
	defer s.cancel()
	select {
	case <-s.closed:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("trace: %d events not written: %w", len(s.queue), ctx.Err())
	}
}

package trace

import (
	"context"
	_ "embed"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Stream is the Redis key of the events.
const Stream = "trace"

const (
	streamField = "e" // the same name as in lua/append.lua
	keptEvents  = 20_000
	maxQueued   = 1024    // drafts that wait in memory
	maxHeld     = 8 << 20 // bytes of them
	batch       = 128     // events of one round trip
	linger      = 20 * time.Millisecond
)

// A script and not a pipeline: both take one round trip, but the embedded Redis is connected
// through net.Pipe, where a pipeline of more than 4 KiB would block.
//
//go:embed lua/append.lua
var appendSource string

var appendEvents = redis.NewScript(appendSource)

// Redis is a Sink that masks events and writes them to a Redis stream, in the background. Drafts
// wait in memory, at most maxQueued of them with maxHeld bytes. If there are more, because Redis is
// slow or cannot be reached, they are dropped and counted, and the next event says how many;
// requests never wait.
type Redis struct {
	client  redis.UniversalClient
	queue   chan Draft
	held    atomic.Int64 // bytes of the drafts that are not encoded yet
	lost    atomic.Uint64
	closing chan struct{}
	closed  chan struct{}
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

// Emit queues d. It drops d if the queue is full or closed.
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

func (s *Redis) run() {
	defer close(s.closed)
	var events encoder
	for s.ctx.Err() == nil {
		select {
		case d := <-s.queue:
			s.waitForMore()
			s.write(&events, d)
		case <-s.closing:
			s.drain(&events)
			return
		}
	}
}

// waitForMore waits until most requests that have begun are answered. Otherwise the work on the first
// event of a request would slow down the request itself, and each event would need a round trip. It
// does not wait if there is enough work for a round trip, or if the sink closes.
func (s *Redis) waitForMore() {
	if len(s.queue) >= batch {
		return
	}
	select {
	case <-time.After(linger):
	case <-s.closing:
	}
}

// drain writes what is queued, until Close gives up.
func (s *Redis) drain(events *encoder) {
	for s.ctx.Err() == nil {
		select {
		case d := <-s.queue:
			s.write(events, d)
		default:
			return
		}
	}
}

// write masks first and further queued drafts, and writes them with one round trip.
func (s *Redis) write(events *encoder, first Draft) {
	events.reset()
	s.encode(events, first)
	for more := true; more && events.hasRoom(); {
		select {
		case d := <-s.queue:
			s.encode(events, d)
		default:
			more = false
		}
	}
	s.send(events)
}

func (s *Redis) encode(events *encoder, d Draft) {
	events.add(d.Event())
	s.held.Add(-int64(d.size))
}

// send writes the events. If events were dropped before, it adds a note that says how many.
func (s *Redis) send(events *encoder) {
	carried, lost := uint64(events.len()), s.lost.Swap(0)
	if lost > 0 {
		events.add(Event{V: Version, Time: events.last.Time, Service: events.last.Service, Kind: Note, Lost: lost})
	}
	ctx, cancel := context.WithTimeout(s.ctx, 3*time.Second)
	defer cancel()
	if err := appendEvents.Run(ctx, s.client, []string{Stream}, events.args()...).Err(); err != nil {
		s.lost.Add(lost + carried)
	}
}

package trace

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Stream is the Redis key of the events.
const Stream = "trace"

const (
	streamField = "e" // as in lua/append.lua
	keptEvents  = 20_000
	buffered    = 1024
	batch       = 128
)

// A script, not a pipeline: it is one round trip as well, and the embedded
// Redis is spoken to through net.Pipe, where a pipeline of more than 4 KiB
// would wait for itself.
//
//go:embed lua/append.lua
var appendSource string

var appendEvents = redis.NewScript(appendSource)

// Redis writes events to a stream, in the background. A Redis that is slow or
// away costs events, which are counted, and never a request's time.
type Redis struct {
	client  redis.UniversalClient
	queue   chan Event
	lost    atomic.Uint64
	closing chan struct{}
	closed  chan struct{}
	once    sync.Once
	ctx     context.Context
	cancel  context.CancelFunc
}

// RedisSink starts the writer. Close ends it.
func RedisSink(client redis.UniversalClient) *Redis {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Redis{
		client: client, queue: make(chan Event, buffered),
		closing: make(chan struct{}), closed: make(chan struct{}), ctx: ctx, cancel: cancel,
	}
	go s.run()
	return s
}

// Emit queues e, or drops it when the queue is full.
func (s *Redis) Emit(e Event) {
	select {
	case <-s.closing:
		s.lost.Add(1)
		return
	default:
	}
	select {
	case s.queue <- e:
	default:
		s.lost.Add(1)
	}
}

// Lost is how many events were dropped and not yet noted in the stream.
func (s *Redis) Lost() uint64 { return s.lost.Load() }

// Close writes what is queued and ends the writer, or gives up when ctx ends.
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
	for {
		select {
		case e := <-s.queue:
			s.write(s.collect(e))
		case <-s.closing:
			s.drain()
			return
		}
	}
}

func (s *Redis) drain() {
	for {
		select {
		case e := <-s.queue:
			s.write(s.collect(e))
		default:
			return
		}
	}
}

// collect takes what else is waiting, so that a burst is one round trip.
func (s *Redis) collect(first Event) []Event {
	events := append(make([]Event, 0, 8), first)
	for len(events) < batch {
		select {
		case e := <-s.queue:
			events = append(events, e)
		default:
			return events
		}
	}
	return events
}

func (s *Redis) write(events []Event) {
	lost, carried := s.lost.Swap(0), uint64(len(events))
	if lost > 0 {
		last := events[len(events)-1]
		events = append(events, Event{V: Version, Time: last.Time, Service: last.Service, Kind: Note, Lost: lost})
	}
	ctx, cancel := context.WithTimeout(s.ctx, 3*time.Second)
	defer cancel()
	if err := appendEvents.Run(ctx, s.client, []string{Stream}, encode(events)...).Err(); err != nil {
		s.lost.Add(lost + carried)
	}
}

func encode(events []Event) []any {
	args := append(make([]any, 0, len(events)+1), keptEvents)
	for _, e := range events {
		if raw, err := json.Marshal(e); err == nil { // no type of Event fails to marshal
			args = append(args, raw)
		}
	}
	return args
}

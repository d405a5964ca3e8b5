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
	streamField = "e" // the same name as in lua/append.lua
	keptEvents  = 20_000
	buffered    = 1024
	batch       = 128
)

// A script and not a pipeline: both take one round trip, but the embedded Redis is connected
// through net.Pipe, where a pipeline of more than 4 KiB would block.
//
//go:embed lua/append.lua
var appendSource string

var appendEvents = redis.NewScript(appendSource)

// Redis is a Sink that writes events to a Redis stream in the background. If Redis is slow or
// cannot be reached, events are dropped and counted; requests never wait.
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

// RedisSink returns a Redis sink and starts its goroutine, which Close ends.
func RedisSink(client redis.UniversalClient) *Redis {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Redis{
		client: client, queue: make(chan Event, buffered),
		closing: make(chan struct{}), closed: make(chan struct{}), ctx: ctx, cancel: cancel,
	}
	go s.run()
	return s
}

// Emit queues e. It drops e if the queue is full.
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

// Lost returns the number of dropped events that are not yet noted in the stream.
func (s *Redis) Lost() uint64 { return s.lost.Load() }

// Close writes the queued events and ends the goroutine. It returns an error if ctx ends first.
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

// collect takes further queued events, so that many events need one round trip.
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
		if raw, err := json.Marshal(e); err == nil { // all types in Event can be marshalled
			args = append(args, raw)
		}
	}
	return args
}

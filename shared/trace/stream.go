package trace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/redis/go-redis/v9"
)

// Recent returns the last n events, oldest first.
func Recent(ctx context.Context, client redis.UniversalClient, n int64) ([]Event, error) {
	messages, err := client.XRevRangeN(ctx, Stream, "+", "-", n).Result()
	if err != nil {
		return nil, fmt.Errorf("trace: read: %w", err)
	}
	events := make([]Event, 0, len(messages))
	for i := len(messages) - 1; i >= 0; i-- {
		if e, ok := decode(messages[i]); ok {
			events = append(events, e)
		}
	}
	return events, nil
}

// Follow yields the events after the one with the id last, and waits for more until ctx ends. "$"
// means: only events from now on. It yields errors and continues, so that it resumes when Redis is
// available again.
func Follow(ctx context.Context, client redis.UniversalClient, last string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for ctx.Err() == nil {
			last = settle(ctx, client, last)
			messages, err := next(ctx, client, last)
			if err != nil && ctx.Err() == nil {
				if !yield(Event{}, err) {
					return
				}
				pause(ctx)
			}
			for _, m := range messages {
				last = m.ID
				if e, ok := decode(m); ok && !yield(e, nil) {
					return
				}
			}
		}
	}
}

// pause waits a second, so that requests to a Redis that fails are not repeated without a pause.
func pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Second):
	}
}

// settle replaces "$" by the id of the last event. XREAD with "$" would miss events that arrive
// between two calls.
func settle(ctx context.Context, client redis.UniversalClient, last string) string {
	if last != "$" {
		return last
	}
	messages, err := client.XRevRangeN(ctx, Stream, "+", "-", 1).Result()
	switch {
	case err != nil:
		return last
	case len(messages) == 0:
		return "0"
	}
	return messages[0].ID
}

func next(ctx context.Context, client redis.UniversalClient, last string) ([]redis.XMessage, error) {
	streams, err := client.XRead(ctx, &redis.XReadArgs{
		Streams: []string{Stream, last}, Count: batch, Block: 500 * time.Millisecond,
	}).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("trace: follow: %w", err)
	case len(streams) == 0:
		return nil, nil
	}
	return streams[0].Messages, nil
}

// Append writes events whose secrets are masked already, and keeps about the last 20,000 of all. It
// returns when Redis has them.
func Append(ctx context.Context, client redis.UniversalClient, events []Event) error {
	var batch encoder
	for len(events) > 0 {
		for batch.reset(); len(events) > 0 && batch.hasRoom(); events = events[1:] {
			batch.add(events[0])
		}
		if err := appendEvents.Run(ctx, client, []string{Stream}, batch.args()...).Err(); err != nil {
			return fmt.Errorf("trace: append: %w", err)
		}
	}
	return nil
}

// Clear deletes all events.
func Clear(ctx context.Context, client redis.UniversalClient) error {
	if err := client.XTrimMaxLen(ctx, Stream, 0).Err(); err != nil {
		return fmt.Errorf("trace: clear: %w", err)
	}
	return nil
}

// decode returns the event in a stream entry. It returns false for an entry of another version, or
// one that is not an event.
func decode(m redis.XMessage) (Event, bool) {
	raw, ok := m.Values[streamField].(string)
	if !ok {
		return Event{}, false
	}
	var e Event
	if err := json.Unmarshal([]byte(raw), &e); err != nil || e.V != Version {
		return Event{}, false
	}
	e.ID = m.ID
	return e, true
}

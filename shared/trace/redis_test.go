package trace_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Emit(trace.Draft)            {}
func (discard) Close(context.Context) error { return nil }

func emitted(n int) trace.Draft {
	return trace.Masked(trace.Event{V: trace.Version, Kind: trace.Request, Service: "client", URL: fmt.Sprint(n), Time: start})
}

func TestEventsComeBackInTheirOrder(t *testing.T) {
	client := redistest.New(t)
	sink := trace.RedisSink(client)
	for n := range 300 {
		sink.Emit(emitted(n))
	}
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	events, err := trace.Recent(t.Context(), client, 1000)
	if err != nil || len(events) != 300 {
		t.Fatalf("got %d events, %v, want 300", len(events), err)
	}
	for n, e := range events {
		if e.URL != fmt.Sprint(n) || e.ID == "" {
			t.Fatalf("event %d: got %q with id %q", n, e.URL, e.ID)
		}
	}
	resumed := 0
	for e, err := range trace.Follow(t.Context(), client, events[99].ID) {
		if err != nil {
			t.Fatal(err)
		}
		if e.URL != fmt.Sprint(100+resumed) {
			t.Fatalf("after resuming: got %q, want %d", e.URL, 100+resumed)
		}
		if resumed++; resumed == 200 {
			break
		}
	}
	if err := trace.Clear(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if events, _ := trace.Recent(t.Context(), client, 1000); len(events) != 0 {
		t.Errorf("after Clear: got %d events", len(events))
	}
}

func TestRedisThatIsAwayCostsEventsNotTime(t *testing.T) {
	server, client := redistest.Server(t)
	sink := trace.RedisSink(client)
	server.Close()
	began := time.Now()
	for n := range 5000 {
		sink.Emit(emitted(n))
	}
	waittest.InTime(t, "5000 events", began) // at one second each they would take more than an hour
	if err := sink.Close(t.Context()); err != nil {
		t.Error(err)
	}
	sink.Emit(emitted(0))
	if sink.Lost() != 5001 {
		t.Errorf("lost: got %d, want all 5000 and the one after Close", sink.Lost())
	}
}

func TestCloseGivesUpWhenItsContextEnds(t *testing.T) {
	_, client := redistest.Server(t)
	sink := trace.RedisSink(client)
	for n := range 1000 {
		sink.Emit(emitted(n))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sink.Close(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestLostEventsAreNoted(t *testing.T) {
	server, client := redistest.Server(t)
	sink := trace.RedisSink(client)
	server.SetError("LOADING")
	for n := range 3000 {
		sink.Emit(emitted(n))
	}
	server.SetError("")
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	reopened := trace.RedisSink(client)
	reopened.Emit(emitted(1))
	if err := reopened.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	var lost uint64
	events, _ := trace.Recent(t.Context(), client, 5000)
	written := 0
	for _, e := range events {
		lost += e.Lost
		if e.Kind == trace.Request {
			written++
		}
	}
	if got := uint64(written-1) + lost + sink.Lost(); got != 3000 {
		t.Errorf("written, noted and still counted: got %d, want 3000", got)
	}
}

func TestForeignEntriesAreSkipped(t *testing.T) {
	client := redistest.New(t)
	for _, raw := range []string{"no json", `{"v":2}`, `{"v":1,"kind":"note","svc":"x","unknown":1}`} {
		client.XAdd(t.Context(), &redis.XAddArgs{Stream: trace.Stream, Values: []any{"e", raw}})
	}
	events, err := trace.Recent(t.Context(), client, 10)
	if err != nil || len(events) != 1 {
		t.Errorf("got %d events, %v, want the one of version 1", len(events), err)
	}
}

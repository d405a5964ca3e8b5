package walk

import (
	"context"

	"quartet.example/demo/stack"
	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// maxEvents is the number of events that a walk reads: those of the longest flow many times.
const maxEvents = 4000

// Embedded starts a stack in this process on free ports of the loopback interface, and returns it as a
// target. The caller must call end. configure may change settings before the stack starts; it may be nil.
func Embedded(ctx context.Context, configure func(*stack.Settings)) (t *Target, end func() error, err error) {
	r, err := stack.Start(ctx, stack.Options{FreePorts: true, Configure: configure})
	if err != nil {
		return nil, nil, err
	}
	t = Ours(r.Settings)
	t.Recording = func(ctx context.Context, id string) ([]*flow.Hop, error) { return recorded(ctx, r, id) }
	return t, r.Close, nil
}

// recorded returns the messages of a trace that the services of the stack have recorded.
func recorded(ctx context.Context, r *stack.Running, id string) ([]*flow.Hop, error) {
	events, err := trace.Recent(ctx, r.Redis, maxEvents)
	if err != nil {
		return nil, err
	}
	book := flow.NewBook(maxEvents)
	for _, e := range events {
		if e.Trace == id {
			book.Add(e)
		}
	}
	return book.Hops(), nil
}

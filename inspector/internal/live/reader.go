package live

import (
	"context"
	"iter"
	"log/slog"

	"quartet.example/inspector/internal/flow"
	"quartet.example/shared/trace"
)

// Reader reads the stream from its beginning and goes on until its context
// ends. Where Redis is away it waits for it.
type Reader struct {
	Follow func(ctx context.Context, after string) iter.Seq2[trace.Event, error]
	Book   *flow.Book
	Hub    *Hub
	Log    *slog.Logger
}

// Run reads until ctx ends.
func (r *Reader) Run(ctx context.Context) {
	away := false
	for e, err := range r.Follow(ctx, "0") {
		if err != nil {
			if !away {
				r.Log.WarnContext(ctx, "the recording cannot be read", "cause", err)
			}
			away = true
			r.Book.SetAway(true)
			continue
		}
		if away {
			r.Log.InfoContext(ctx, "the recording is read again")
			away = false
		}
		r.Book.SetAway(false)
		if hop := r.Book.Add(e); hop != nil {
			r.Hub.Tell(hop)
		}
	}
}

package live

import (
	"context"
	"iter"
	"log/slog"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Reader reads the stream into a Book, and announces changes. If Redis cannot be reached, it waits
// and resumes.
type Reader struct {
	Follow func(ctx context.Context, after string) iter.Seq2[trace.Event, error]
	Book   *flow.Book
	Hub    *Hub
	Log    *slog.Logger
}

// Run reads from the beginning of the stream until ctx ends.
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
			r.Log.InfoContext(ctx, "the recording can be read again")
			away = false
		}
		r.Book.SetAway(false)
		if hop := r.Book.Add(e); hop != nil {
			r.Hub.Tell(hop)
		}
	}
}

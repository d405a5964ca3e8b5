package live

import (
	"context"
	"log/slog"

	"github.com/redis/go-redis/v9"

	"quartet.example/inspector/internal/flow"
	"quartet.example/shared/trace"
)

// Reader reads the stream from its beginning and goes on until its context
// ends. Where Redis is away it waits for it.
type Reader struct {
	Redis redis.UniversalClient
	Book  *flow.Book
	Hub   *Hub
	Log   *slog.Logger
}

// Run reads until ctx ends.
func (r *Reader) Run(ctx context.Context) {
	away := false
	for e, err := range trace.Follow(ctx, r.Redis, "0") {
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

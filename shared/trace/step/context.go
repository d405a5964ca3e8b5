package step

import (
	"context"
	"time"
)

// stretched is the limit of an exchange while messages may be held: time for several messages that are
// held one after the other.
const stretched = 15 * time.Minute

// Undated returns a context that ends when ctx is cancelled, but not at the deadline of ctx: the time
// for which a message is held must not count. It ends after 15 minutes in any case.
func Undated(ctx context.Context) (context.Context, context.CancelFunc) {
	undated, cancel := context.WithTimeout(context.WithoutCancel(ctx), stretched)
	stop := context.AfterFunc(ctx, func() {
		if ctx.Err() == context.Canceled {
			cancel()
		}
	})
	return undated, func() { stop(); cancel() }
}

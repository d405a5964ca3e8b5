package step

import (
	"context"
	"time"
)

// stretched is the limit of a wait while messages may be held: time for several messages that are
// held one after the other.
const stretched = 15 * time.Minute

type gateKey struct{}

// With returns a context in which Patience asks g.
func (g *Gate) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, gateKey{}, g)
}

// Patience returns wait, or 15 minutes if step mode is on in the service that processes the request
// of ctx. Use it for a wait for another service, whose message may be held.
func Patience(ctx context.Context, wait time.Duration) time.Duration {
	if g, _ := ctx.Value(gateKey{}).(*Gate); g.On() {
		return max(wait, stretched)
	}
	return wait
}

// Undated returns a context that ends when ctx is cancelled, but not at the deadline of ctx: the time
// for which a message is held must not count. It ends after 15 minutes in any case.
func Undated(ctx context.Context) (context.Context, context.CancelFunc) {
	undated, cancel := context.WithTimeout(context.WithoutCancel(ctx), stretched)
	stop := context.AfterFunc(ctx, func() {
		if ctx.Err() == context.Canceled { //nolint:errorlint // Err returns one of two values, unwrapped
			cancel()
		}
	})
	return undated, func() { stop(); cancel() }
}

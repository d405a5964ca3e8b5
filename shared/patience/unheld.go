package patience

import "context"

type unheldKey struct{}

// Unheld returns a context in which no message that is sent is held, nor any that its receiver sends
// because of it. Use it for messages that are sent while a lock is open, which others wait for.
func Unheld(ctx context.Context) context.Context { return context.WithValue(ctx, unheldKey{}, true) }

// IsUnheld reports whether ctx is from Unheld.
func IsUnheld(ctx context.Context) bool {
	unheld, _ := ctx.Value(unheldKey{}).(bool)
	return unheld
}

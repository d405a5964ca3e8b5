package patience

import (
	"context"
	"time"
)

const (
	wait        = 15 * time.Minute // time for several messages that are held one after the other
	lifetime    = 10 * time.Minute // the most that RFC 6749 §4.1.2 recommends for a code
	transaction = time.Hour        // the most that the settings of both services allow for one sign-in
)

// Mode says whether messages may be held.
type Mode interface {
	On() bool       // step mode is on
	Recently() bool // it is on, or was until a moment ago: messages that were held may be under way
}

type modeKey struct{}

// With returns a context in which the other functions ask m.
func With(ctx context.Context, m Mode) context.Context { return context.WithValue(ctx, modeKey{}, m) }

// On reports whether step mode is on in the service that processes the request of ctx.
func On(ctx context.Context) bool {
	m, ok := ctx.Value(modeKey{}).(Mode)
	return ok && m.On()
}

// Wait returns d, or 15 minutes if that is more and step mode is on. Use it for a wait for another
// service, whose message may be held.
func Wait(ctx context.Context, d time.Duration) time.Duration {
	if On(ctx) {
		return max(d, wait)
	}
	return d
}

// Lifetime returns d, or 10 minutes if that is more and step mode is on, or was recently. Use it for what
// is made for one message, such as a code, and for how old it may be at the receiver.
func Lifetime(ctx context.Context, d time.Duration) time.Duration { return recently(ctx, d, lifetime) }

// Transaction is Lifetime for what has to last for a sequence of messages, such as a sign-in: an hour.
func Transaction(ctx context.Context, d time.Duration) time.Duration {
	return recently(ctx, d, transaction)
}

func recently(ctx context.Context, d, longer time.Duration) time.Duration {
	if m, ok := ctx.Value(modeKey{}).(Mode); ok && m.Recently() {
		return max(d, longer)
	}
	return d
}

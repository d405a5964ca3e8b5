package core

import (
	"context"
	"sync/atomic"
)

// Sender is the sender of a request: its address, and whether it authenticated as a
// client. It is in the context of the request, so that the store can limit what
// unauthenticated requests write. It is safe for concurrent use.
type Sender struct {
	Address string // IP address, without a port

	authenticated atomic.Bool
}

type senderKey struct{}

// WithSender returns a context with a Sender that has this IP address and is not authenticated.
func WithSender(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, senderKey{}, &Sender{Address: address})
}

// SenderOf returns the Sender of the context, nil if there is none.
func SenderOf(ctx context.Context) *Sender {
	sender, _ := ctx.Value(senderKey{}).(*Sender)
	return sender
}

// Authenticated records that the sender authenticated as a client, by a secret or a
// key. Its writes no longer count for its address.
func (s *Sender) Authenticated() {
	if s != nil {
		s.authenticated.Store(true)
	}
}

// Stranger reports whether the request has not been authenticated.
func (s *Sender) Stranger() bool { return !s.authenticated.Load() }

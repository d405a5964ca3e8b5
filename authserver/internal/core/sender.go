package core

import (
	"context"
	"sync/atomic"
)

// Sender is who sent a request: an address, and whether the request proved more
// than that. It travels in the context, so that the store knows for whom it
// writes. It is safe for concurrent use.
type Sender struct {
	Address string // of the sender, as shared/addressgroup counts it

	authenticated atomic.Bool
}

type senderKey struct{}

// WithSender notes the address group from which the work in the context was asked for.
func WithSender(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, senderKey{}, &Sender{Address: address})
}

// SenderOf is that sender, nil if none was noted.
func SenderOf(ctx context.Context) *Sender {
	sender, _ := ctx.Value(senderKey{}).(*Sender)
	return sender
}

// Authenticated notes that the sender is a client that proved who it is by a
// secret or a key: what it stores is its own account, not a stranger's.
func (s *Sender) Authenticated() {
	if s != nil {
		s.authenticated.Store(true)
	}
}

// Stranger tells whether the request has proved nothing but its address.
func (s *Sender) Stranger() bool { return !s.authenticated.Load() }

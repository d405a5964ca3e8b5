package engine

import (
	"context"
	"errors"

	"quartet.example/authserver/internal/core"
)

// order holds the input of one call to the engine, and its result: the adapters read from it, and write
// what was issued into it.
type order struct {
	clientID   string                  // of the client that gets the code or the token
	client     *core.Client            // authenticated by the caller; nil if a code is issued
	code       *core.AuthorizationCode // to be issued, or found by the caller; nil for a client that acts for itself
	session    core.SessionUse         // in which the code is issued
	redemption *core.Redemption        // what the client presented; nil if it redeems nothing
	audience   []string                // of the access token
	issue      *core.Issue             // nil if a code is issued
}

type orderKey struct{}

// errNoOrder means that the engine was called without an order in the context.
var errNoOrder = errors.New("engine called without an order")

func (o *order) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, orderKey{}, o)
}

func orderIn(ctx context.Context) (*order, error) {
	o, ok := ctx.Value(orderKey{}).(*order)
	if !ok {
		return nil, errNoOrder
	}
	return o, nil
}

package engine

import (
	"context"
	"errors"

	"quartet.example/authserver/internal/core"
)

// order is what one call to the engine is about. The adapters answer from it,
// and leave in it what was issued.
type order struct {
	client     *core.Client           // authenticated by the caller
	code       core.AuthorizationCode // to be issued, or found by the caller
	redemption core.Redemption        // what the client presented
	audience   []string               // of the access token
	issue      core.Issue
}

type orderKey struct{}

// errNoOrder says that the engine was called past this package.
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

package provider

import (
	"context"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/patience"
	"quartet.example/shared/trace"
)

// Announce waits, in step mode, until the request that Refresh will send is released. In the context that
// it returns no message is held. Metadata and keys are fetched before, so that Refresh does not wait for
// a fetch that is held. Outside of step mode it does nothing.
//
// It has no proof of possession: that is made when the request is sent, with the time of then.
func (p *Provider) Announce(ctx context.Context, session core.Session) (announced context.Context, end func()) {
	none := func() {}
	if !patience.On(ctx) {
		return patience.Unheld(ctx), none
	}
	s, err := p.snapshot(ctx)
	if err != nil { // Refresh returns it too
		return patience.Unheld(ctx), none
	}
	_ = s.keys.ready(ctx)
	req, err := p.authenticated(ctx, s.metadata.TokenEndpoint, refreshOf(session))
	if err != nil {
		return patience.Unheld(ctx), none
	}
	return trace.Announce(ctx, req)
}

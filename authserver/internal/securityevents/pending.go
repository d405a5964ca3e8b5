package securityevents

import (
	"context"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/web"
)

// pending are the events that a recipient does not have yet.
type pending struct {
	all      []core.Revocation
	more     bool
	position string // of the last revocation that was read
}

// await returns the events after the position. If there are none it waits for the first one, at
// most for Patience (RFC 8936 §2.2). It stops waiting when the server is shutting down.
func (h *Handler) await(ctx context.Context, client *core.Client, p poll) (pending, error) {
	if p.limit == 0 { // §2.4: the poll acknowledges only and asks for no events
		return pending{position: p.Position}, nil
	}
	if p.ReturnImmediately {
		return h.pending(ctx, client, p)
	}
	leave := h.tail.join(h.Revocations, p.Position)
	defer leave()
	patience := time.NewTimer(h.Patience)
	defer patience.Stop()
	for {
		news := h.tail.news() // get the channel before reading, so that no event in between is missed
		found, err := h.pending(ctx, client, p)
		if err != nil || len(found.all) > 0 {
			return found, err
		}
		if p.Position != "" {
			p.Position = found.position // skip the revocations for other resources in the next read
		}
		select {
		case <-news:
		case <-patience.C:
			return found, nil
		case <-web.Draining(ctx):
			return found, nil
		case <-ctx.Done():
			return found, ctx.Err()
		}
	}
}

func (h *Handler) pending(ctx context.Context, client *core.Client, p poll) (pending, error) {
	if p.Position == "" {
		return h.unacknowledged(ctx, client, p.limit)
	}
	return h.after(ctx, client, p.Position, p.limit)
}

// after returns the revocations after the position that concern the client. A resource server must
// not learn about tokens for others.
func (h *Handler) after(ctx context.Context, client *core.Client, position string, limit int) (pending, error) {
	found, target := pending{position: position, more: true}, h.Exchanges.ExchangeTarget(client.Resource)
	for found.more && len(found.all) == 0 {
		next, more, err := h.Revocations.Revocations(ctx, found.position, limit)
		if err != nil {
			return found, err
		}
		found.more = more
		for _, r := range next {
			found.position = r.Position
			if r.Concerns(client.Resource, target) {
				found.all = append(found.all, r)
			}
		}
	}
	return found, nil
}

// unacknowledged returns the revocations that the client has not acknowledged. If it never
// acknowledged any, these are all.
func (h *Handler) unacknowledged(ctx context.Context, client *core.Client, limit int) (pending, error) {
	found := pending{more: true}
	for found.more && len(found.all) == 0 {
		next, err := h.after(ctx, client, found.position, limit)
		if err != nil || len(next.all) == 0 {
			return pending{position: found.position}, err
		}
		positions := make([]string, len(next.all))
		for i, r := range next.all {
			positions[i] = r.Position
		}
		taken, err := h.Revocations.AcknowledgedRevocations(ctx, client.ID, positions)
		if err != nil {
			return pending{}, err
		}
		found.more, found.position = next.more, next.position
		for i, r := range next.all {
			if !taken[i] {
				found.all = append(found.all, r)
			}
		}
	}
	return found, nil
}

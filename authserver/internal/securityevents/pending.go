package securityevents

import (
	"context"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/web"
)

// pending is what a recipient has not taken yet.
type pending struct {
	all      []core.Revocation
	more     bool
	position string // of the last one that was looked at
}

// await gives what there is, or what comes while the poll may wait (RFC 8936
// §2.2). A server that drains lets those who wait go.
func (h *Handler) await(ctx context.Context, client *core.Client, p poll) (pending, error) {
	if p.limit == 0 { // §2.4: an acknowledgement, and no question
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
		news := h.tail.news() // before the look: what comes after it is not missed
		found, err := h.pending(ctx, client, p)
		if err != nil || len(found.all) > 0 {
			return found, err
		}
		if p.Position != "" {
			p.Position = found.position // what was for others need not be read again
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

// after gives what follows the position and concerns the client. A resource server
// must not learn what happens at others.
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

// unacknowledged gives what the client has not acknowledged: everything, to one
// that never did.
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

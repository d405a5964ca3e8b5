package admin

import (
	"context"
	"time"

	"quartet.example/authserver/internal/backchannel"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/authserver/internal/mint"
	"quartet.example/authserver/internal/seed"
)

// endAll ends all sessions and grants of a user, and notifies the clients of these sessions (OIDC
// Back-Channel Logout §2). It does so twice, because a replica that does not know of the change
// yet may start a session in the meantime.
func (o *Operator) endAll(ctx context.Context, planted *seed.Seed, sub string) (sessions, grants int, err error) {
	notices, err := o.notices(ctx, planted)
	if err != nil {
		return 0, 0, err
	}
	if notices != nil {
		defer notices.Close()
	}
	for round := range 2 {
		if round > 0 && o.Settle > 0 {
			select {
			case <-ctx.Done():
				return sessions, grants, ctx.Err()
			case <-time.After(o.Settle):
			}
		}
		s, g, err := o.end(ctx, notices, sub)
		sessions, grants = sessions+s, grants+g
		if err != nil {
			return sessions, grants, err
		}
	}
	return sessions, grants, nil
}

func (o *Operator) end(ctx context.Context, notices *backchannel.Notifier, sub string) (sessions, grants int, err error) {
	store := o.store()
	granted, err := store.GrantsOf(ctx, sub)
	if err != nil {
		return 0, 0, err
	}
	for _, g := range granted {
		if err := store.RevokeGrant(ctx, g.ID); err != nil {
			return 0, grants, err
		}
		grants++
	}
	found, err := store.SessionsOf(ctx, sub)
	if err != nil {
		return 0, grants, err
	}
	for _, s := range found {
		if err := store.RevokeSession(ctx, sub, s.ID); err != nil {
			return sessions, grants, err
		}
		ended, err := store.EndSessionOf(ctx, sub, s.ID)
		if err != nil {
			return sessions, grants, err
		}
		if ended.ID == "" {
			continue // the user signed out in the meantime
		}
		sessions++
		if notices != nil {
			notices.SessionEnded(ctx, ended)
		}
	}
	if err := store.RevokePending(ctx, sub, ""); err != nil { // after the sessions have ended, no new code can be issued in them
		return sessions, grants, err
	}
	return sessions, grants, nil
}

// notices returns the sender of logout notifications. It returns nil without the seal key, or
// before the server has made signing keys, because logout tokens could not be signed.
func (o *Operator) notices(ctx context.Context, planted *seed.Seed) (*backchannel.Notifier, error) {
	if o.Config.SealKey.IsZero() {
		return nil, nil
	}
	ring, err := o.ring(ctx)
	if err != nil {
		return nil, err
	}
	if len(ring.List()) == 0 {
		return nil, nil
	}
	dir := directory.New(directory.Options{Issuer: o.Config.Issuer, Clients: planted.Clients, Resources: planted.Resources})
	return backchannel.New(backchannel.Options{
		Clients: dir, HTTP: fetch.New(fetch.Options{Allow: o.Config.FetchAllow}), Log: o.Deps.Log,
		Tokens: &mint.Minter{
			Issuer: o.Config.Issuer, Keys: ring, Now: o.Deps.Now,
			AccessTokenTTL: o.Config.AccessTokenTTL, IDTokenTTL: o.Config.IDTokenTTL,
		},
	}), nil
}

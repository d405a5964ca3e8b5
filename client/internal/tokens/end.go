package tokens

import (
	"context"
	"errors"
	"sync"
	"time"

	"quartet.example/client/internal/core"
)

const revokeTimeout = 2 * time.Second

// End deletes the session of this id and gives its refresh token back. It
// returns the session as it was, or core.ErrNotFound. That the server could
// not be told does not keep anybody signed in.
func (k *Keeper) End(ctx context.Context, id string) (core.Session, error) {
	s, err := k.Sessions.LoadSession(ctx, id)
	if err != nil {
		return s, err
	}
	if err := k.Sessions.DeleteSession(ctx, id); err != nil {
		return s, err
	}
	k.revoke(ctx, s.Tokens.RefreshToken)
	return s, nil
}

// GiveBack gives the refresh tokens of sessions that have ended back. A server
// that cannot be told is a line in the log.
func (k *Keeper) GiveBack(ctx context.Context, sessions ...core.Session) {
	var all sync.WaitGroup
	for _, s := range sessions {
		all.Go(func() { k.revoke(ctx, s.Tokens.RefreshToken) })
	}
	all.Wait()
}

// revoke tells the server, within bounds (RFC 7009 §2).
func (k *Keeper) revoke(ctx context.Context, refreshToken string) {
	if refreshToken == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revokeTimeout)
	defer cancel()
	if err := k.Server.Revoke(ctx, refreshToken); err != nil && !errors.Is(err, context.Canceled) {
		k.Log.WarnContext(ctx, "refresh token not revoked", "cause", err)
	}
}

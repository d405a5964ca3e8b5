package tokens

import (
	"context"
	"errors"
	"time"

	"quartet.example/client/bff/internal/core"
)

const storePause = 100 * time.Millisecond

// store keeps the new tokens before anybody uses them. It insists: the old
// refresh token is spent, and with the new one lost the session would end.
// Callers do not wait for that longer than their patience, and no other refresh
// of this session begins here meanwhile.
func (k *Keeper) store(ctx context.Context, s core.Session, tokens core.TokenSet) (core.Session, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	s.Tokens = tokens
	for {
		next, err := k.Sessions.ReplaceSession(ctx, s)
		switch {
		case err == nil:
			k.Refreshes.Add(renewed)
			return next, nil
		case errors.Is(err, core.ErrSuperseded): // by another replica, or by us: an answer of the store was lost
			return k.Sessions.LoadSession(ctx, s.ID)
		case errors.Is(err, core.ErrNotFound): // signed out meanwhile: nobody will use them
			k.revoke(ctx, s)
			return s, core.ErrSessionEnded
		}
		select {
		case <-time.After(storePause):
		case <-ctx.Done():
			k.Refreshes.Add(lost)
			k.Log.ErrorContext(ctx, "new tokens not stored: the store stayed away", "session", s, "cause", err)
			return s, err
		}
	}
}

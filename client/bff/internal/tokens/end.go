package tokens

import (
	"context"
	"errors"
	"sync"
	"time"

	"quartet.example/client/bff/internal/core"
)

const revokeTimeout = 2 * time.Second

// GiveBack gives the refresh tokens of sessions that have ended back, all within
// two seconds. A server that cannot be told is a line in the log.
func (k *Keeper) GiveBack(ctx context.Context, sessions ...core.Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revokeTimeout)
	defer cancel()
	var all sync.WaitGroup
	turns := make(chan struct{}, atOnce)
	for _, s := range sessions {
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			k.tell(ctx, s)
		})
	}
	all.Wait()
}

// revoke gives back what one session had, also when its request is over.
func (k *Keeper) revoke(ctx context.Context, s core.Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revokeTimeout)
	defer cancel()
	k.tell(ctx, s)
}

// tell is RFC 7009 §2, for as long as ctx lasts.
func (k *Keeper) tell(ctx context.Context, s core.Session) {
	if s.Tokens.RefreshToken == "" {
		return
	}
	if err := k.Server.Revoke(ctx, s); err != nil && !errors.Is(err, context.Canceled) {
		k.Log.WarnContext(ctx, "refresh token not revoked", "cause", err)
	}
}

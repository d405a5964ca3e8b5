package tokens

import (
	"context"
	"errors"
	"sync"
	"time"

	"quartet.example/client/bff/internal/core"
)

const revokeTimeout = 2 * time.Second

// GiveBack revokes the refresh tokens of sessions that have ended (RFC 7009). It takes at most two
// seconds. A failure is only logged, because the sessions have already ended in this application.
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

// revoke revokes the refresh token of one session, also if its request has ended.
func (k *Keeper) revoke(ctx context.Context, s core.Session) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revokeTimeout)
	defer cancel()
	k.tell(ctx, s)
}

// tell sends the revocation request (RFC 7009 §2).
func (k *Keeper) tell(ctx context.Context, s core.Session) {
	if s.Tokens.RefreshToken == "" {
		return
	}
	if err := k.Server.Revoke(ctx, s); err != nil && !errors.Is(err, context.Canceled) {
		k.Log.WarnContext(ctx, "refresh token not revoked", "cause", err)
	}
}

package proxy

import (
	"context"
	"net/http"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

const (
	headTimeout = 10 * time.Second // until the header of the answer
	bodyTimeout = 30 * time.Second // from one piece of its body to the next, either side
	maxStream   = time.Hour        // for a stream under a token of unknown lifetime
)

// bounds ends a call that makes no progress.
type bounds struct {
	patience *time.Timer
	cancel   context.CancelFunc
}

// bound starts the time until the header.
func bound(ctx context.Context) (context.Context, *bounds) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, &bounds{time.AfterFunc(headTimeout, cancel), cancel}
}

func (b *bounds) progress() { b.patience.Reset(bodyTimeout) }

func (b *bounds) end() {
	b.patience.Stop()
	b.cancel()
}

// streams bounds an answer without an end: to the life of the token that opened
// it, and to that of this server. The function that it returns lifts the bounds.
func streams(ctx context.Context, w http.ResponseWriter, life time.Duration, cut func()) func() {
	_ = web.Stream(w) // the server's limit is for answers that end
	expiry := time.AfterFunc(life, cut)
	over := make(chan struct{})
	go func() {
		select {
		case <-web.Draining(ctx):
			cut()
		case <-over:
		}
	}()
	return func() { expiry.Stop(); close(over) }
}

// life is how long the access token of the session lives, no less than a call
// may take.
func life(s core.Session, now time.Time) time.Duration {
	if s.Tokens.Expires.IsZero() {
		return maxStream
	}
	return max(s.Tokens.Expires.Sub(now), headTimeout)
}

package proxy

import (
	"context"
	"net/http"
	"time"

	"quartet.example/shared/patience"
	"quartet.example/shared/web"
)

const (
	headTimeout = 10 * time.Second // until the header of the response
	bodyTimeout = 30 * time.Second // between two parts of the body, for reading and for writing
	maxStream   = time.Hour        // for a stream whose token has an unknown lifetime
)

// bounds ends a call that makes no progress.
type bounds struct {
	patience *time.Timer
	cancel   context.CancelFunc
}

// bound returns a context that ends if no response header arrives within headTimeout. In step mode it
// waits for longer.
func bound(ctx context.Context) (context.Context, *bounds) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, &bounds{time.AfterFunc(patience.Wait(ctx, headTimeout), cancel), cancel}
}

func (b *bounds) progress() { b.patience.Reset(bodyTimeout) }

func (b *bounds) end() {
	b.patience.Stop()
	b.cancel()
}

// streams calls cut, which ends a streamed response, when the access token expires with which it was
// requested, or when the server shuts down. The caller must call the returned function at the end.
func streams(ctx context.Context, w http.ResponseWriter, life time.Duration, cut func()) func() {
	_ = web.Stream(w) // a stream may take longer than the server's limit for a response
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

// life returns how long a response that streams may last at the time now: as long as its access token
// is valid, but at least as long as a call may take. A zero expires is not known: maxStream.
func life(expires, now time.Time) time.Duration {
	if expires.IsZero() {
		return maxStream
	}
	return max(expires.Sub(now), headTimeout)
}

package authserver

import (
	"context"
	"errors"
	"sync"
	"time"

	"quartet.example/shared/oauth"
)

// watchEvery bounds how long a replica does not know what another one, or an
// operator, did to keys and users.
const watchEvery = time.Second

// watcher looks for what changed in Redis, until it is closed.
type watcher struct {
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// watch begins to look, as often as watchEvery says.
func watch(o opened) *watcher {
	ctx, cancel := context.WithCancel(context.Background())
	w := &watcher{cancel: cancel}
	w.done.Go(func() {
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		failing := false
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				failing = look(ctx, o, failing)
			}
		}
	})
	return w
}

// look refreshes keys and users. A failure is logged when it begins: an outage
// of Redis is told by /readyz, not once a second.
func look(ctx context.Context, o opened, failedBefore bool) (failed bool) {
	err := errors.Join(o.keys.Refresh(ctx), o.dir.Refresh(ctx))
	if err != nil && !failedBefore && ctx.Err() == nil {
		var away *oauth.Error
		if errors.As(err, &away) && away.Unwrap() != nil {
			err = away.Unwrap()
		}
		o.deps.Log.WarnContext(ctx, "keys and users are as they were: Redis does not answer", "cause", err)
	}
	return err != nil
}

// close ends the looking.
func (w *watcher) close() {
	w.cancel()
	w.done.Wait()
}

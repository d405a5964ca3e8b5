package authserver

import (
	"context"
	"errors"
	"sync"
	"time"

	"quartet.example/shared/redisconn"
)

// watchEvery is the maximum time until a replica knows about a change of keys or users that another
// replica or an operator made.
const watchEvery = time.Second

// watcher refreshes keys and users from Redis in the background until it is closed.
type watcher struct {
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// watch starts a watcher, which refreshes at each interval of watchEvery.
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

// look refreshes keys and users. It logs the first failure of an outage only, so that an outage of
// Redis does not write a log line each second; /readyz reports it meanwhile.
func look(ctx context.Context, o opened, failedBefore bool) (failed bool) {
	err := errors.Join(o.keys.Refresh(ctx), o.dir.Refresh(ctx))
	if err != nil && !failedBefore && ctx.Err() == nil {
		o.deps.Log.WarnContext(ctx, "keys and users were not refreshed: Redis does not answer", "cause", redisconn.Explain(err))
	}
	return err != nil
}

// close stops the watcher and waits for it.
func (w *watcher) close() {
	w.cancel()
	w.done.Wait()
}
